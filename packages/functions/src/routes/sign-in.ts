/**
 * POST /sign-in: exchange a username or email address and a password for a
 * session, or for what the account asks for next.
 *
 * An unknown name and a wrong password are the same failure, so that accounts
 * cannot be enumerated.
 */
import { signIn as row } from '@latchkey/core/routes/sign-in'
import { signIn } from '../cognito/sign-in.ts'
import { route } from '../http/route.ts'
import { signedIn } from '../http/start-session.ts'

export const handler = route(row, async ({ body, cookies }) => signedIn(await signIn(body), cookies))
