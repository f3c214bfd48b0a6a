/** Who last used a passkey in this browser: whom a sign-in without a name is about. */
import * as v from 'valibot'
import { issueTicket, readTicket } from '../cognito/ticket.ts'
import { type Cookies, clearCookie, setCookie } from './cookies.ts'

/** As long as browsers keep a cookie at most. Source: RFC 6265bis, section 5.5. */
const maxAgeSeconds = 400 * 24 * 60 * 60

const PasskeyUser = v.object({ username: v.string() })

export const rememberPasskeyUser = (username: string) =>
  setCookie(
    'passkeyUser',
    issueTicket('passkey-user', { username } satisfies v.InferOutput<typeof PasskeyUser>),
    maxAgeSeconds,
  )

/** Their username, or `undefined` where there is no such cookie or it is not ours. */
export const passkeyUserOf = ({ passkeyUser = '' }: Cookies) =>
  readTicket('passkey-user', passkeyUser, PasskeyUser)?.username

export const forgetPasskeyUser = clearCookie('passkeyUser')
