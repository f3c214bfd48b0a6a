import type { RouteName } from '@latchkey/core/contract'
import type { Account } from './start-app.ts'

const code = '123456'
const session = 'session'

const passkey = (response: object) => ({
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'e30', ...response },
  clientExtensionResults: {},
})

/** A path of the contract, with an id in it where it takes one: of no passkey of anybody. */
export const samplePath = (path: string) => path.replace('{id}', 'AAAA')

/** A body for each route that takes one, with nothing to say against it, and one for each step of a sign-in. */
export const sampleBodies = ({
  username,
  email,
  password,
}: Account): [RouteName, Record<string, unknown>][] => [
  ['signUp', { username, email, password }],
  ['confirm', { username, code }],
  ['resendCode', { username }],
  ['signIn', { username, password }],
  ['signInChallenge', { name: 'TOTP', session, code }],
  ['signInChallenge', { name: 'NEW_PASSWORD_REQUIRED', session, password }],
  ['signInChallenge', { name: 'MFA_SETUP', session, code }],
  [
    'signInChallenge',
    { name: 'WEB_AUTHN', session, credential: passkey({ authenticatorData: 'AAAA', signature: 'AAAA' }) },
  ],
  ['signInPasskey', { username }],
  ['forgotPassword', { username }],
  ['resetPassword', { username, code, password }],
  ['deleteAccount', { username }],
  ['changePassword', { currentPassword: password, newPassword: `${password}-2` }],
  ['changeEmail', { email: `new-${email}` }],
  ['confirmEmail', { code }],
  ['verifyTotp', { code }],
  ['addPasskey', { name: 'Laptop', credential: passkey({ attestationObject: 'oA' }) }],
]
