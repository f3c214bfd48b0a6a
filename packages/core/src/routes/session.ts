/** What becomes of a session after signing in. */
import { endpoint, Session } from '../endpoint.ts'

/** `session_ended` is definite; after any other failure the session may well live. */
export const refreshSession = endpoint({
  method: 'POST',
  path: '/session/refresh',
  access: 'cookie',
  status: 200,
  reply: Session,
})

/** Takes the cookies away in any case, even where Cognito does not answer. */
export const signOut = endpoint({ method: 'POST', path: '/sign-out', access: 'cookie', status: 204 })
