/**
 * A person with an account, for tests that break off what the person is doing: what they may do next, and
 * what the account is once they have done it.
 */
import { ClientId } from './engine.ts'
import { type Answer, call } from './wire-call.ts'

/** Every message's code, as the engine is told. */
export const code = '424242'

export type Account = {
  username: string
  email: string
  isEmailVerified: boolean
  nickname: string | undefined
  password: string
  status: 'ABSENT' | 'UNCONFIRMED' | 'CONFIRMED'
  hasResetCode: boolean
  /** Operations of which an hour allows few. */
  limitedCalls: number
  sessions: readonly Session[]
}

type Session = { accessToken: string; refreshToken: string; isRevoked: boolean }

export type Action = {
  operation: string
  isPossible: (account: Account) => boolean
  input: (account: Account) => object
  /** Without an answer nobody holds what was in it. */
  after: (account: Account, answer: Answer | undefined) => Account
}

export const newAccount = (username: string): Account => ({
  username,
  email: `${username}@example.test`,
  isEmailVerified: false,
  nickname: undefined,
  password: 'Correct-horse-0',
  status: 'ABSENT',
  hasResetCode: false,
  limitedCalls: 0,
  sessions: [],
})

const rememberedSessions = 4
const maxLimitedCalls = 4

const isConfirmed = ({ status }: Account) => status === 'CONFIRMED'
const liveSession = ({ sessions }: Account) => sessions.find(({ isRevoked }) => !isRevoked)
const holdsToken = (account: Account) => isConfirmed(account) && liveSession(account) !== undefined
const mayBeLimited = ({ limitedCalls }: Account) => limitedCalls < maxLimitedCalls
const AccessToken = (account: Account) => liveSession(account)?.accessToken

/** The text with the number at its end raised by one. */
const next = (text: string) => text.replace(/\d+$/, number => String(Number(number) + 1))
const nextAddress = (email: string) => email.replace(/(\+\d+)?@/, (_, tag = '+0') => `${next(tag)}@`)

const counted = (account: Account): Account => ({ ...account, limitedCalls: account.limitedCalls + 1 })
const revoked = (sessions: readonly Session[]) => sessions.map(session => ({ ...session, isRevoked: true }))

export const actions: readonly Action[] = [
  {
    operation: 'SignUp',
    isPossible: ({ status }) => status === 'ABSENT',
    input: ({ username, password, email }) => ({
      ClientId,
      Username: username,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: email }],
    }),
    after: account => ({ ...account, status: 'UNCONFIRMED' }),
  },
  {
    operation: 'ConfirmSignUp',
    isPossible: ({ status }) => status === 'UNCONFIRMED',
    input: ({ username }) => ({ ClientId, Username: username, ConfirmationCode: code }),
    after: account => ({ ...account, status: 'CONFIRMED', isEmailVerified: true }),
  },
  {
    operation: 'InitiateAuth',
    isPossible: isConfirmed,
    input: ({ username, password }) => signInInput(username, password),
    after: (account, answer) => ({
      ...account,
      sessions: [...account.sessions, ...(answer ? [sessionOf(answer)] : [])].slice(-rememberedSessions),
    }),
  },
  {
    operation: 'UpdateUserAttributes',
    isPossible: holdsToken,
    input: account => ({
      AccessToken: AccessToken(account),
      UserAttributes: [{ Name: 'nickname', Value: next(account.nickname ?? 'nick-0') }],
    }),
    after: account => ({ ...account, nickname: next(account.nickname ?? 'nick-0') }),
  },
  {
    operation: 'UpdateUserAttributes',
    isPossible: account => holdsToken(account) && account.isEmailVerified,
    input: account => ({
      AccessToken: AccessToken(account),
      UserAttributes: [{ Name: 'email', Value: nextAddress(account.email) }],
    }),
    // A code for the old address is void with it.
    after: account => ({
      ...account,
      email: nextAddress(account.email),
      isEmailVerified: false,
      hasResetCode: false,
    }),
  },
  {
    operation: 'VerifyUserAttribute',
    isPossible: account => holdsToken(account) && !account.isEmailVerified,
    input: account => ({ AccessToken: AccessToken(account), AttributeName: 'email', Code: code }),
    after: account => ({ ...account, isEmailVerified: true }),
  },
  {
    operation: 'ChangePassword',
    isPossible: account => holdsToken(account) && mayBeLimited(account),
    input: account => ({
      AccessToken: AccessToken(account),
      PreviousPassword: account.password,
      ProposedPassword: next(account.password),
    }),
    after: account => counted({ ...account, password: next(account.password) }),
  },
  {
    operation: 'ForgotPassword',
    isPossible: account => isConfirmed(account) && account.isEmailVerified && mayBeLimited(account),
    input: ({ username }) => ({ ClientId, Username: username }),
    after: account => counted({ ...account, hasResetCode: true }),
  },
  {
    operation: 'ConfirmForgotPassword',
    isPossible: account => isConfirmed(account) && account.hasResetCode && mayBeLimited(account),
    input: account => ({
      ClientId,
      Username: account.username,
      ConfirmationCode: code,
      Password: next(account.password),
    }),
    after: account => counted({ ...account, password: next(account.password), hasResetCode: false }),
  },
  {
    operation: 'RevokeToken',
    isPossible: holdsToken,
    input: account => ({ ClientId, Token: liveSession(account)?.refreshToken }),
    after: account => ({
      ...account,
      sessions: account.sessions.map(session =>
        session === liveSession(account) ? { ...session, isRevoked: true } : session,
      ),
    }),
  },
  {
    operation: 'GlobalSignOut',
    isPossible: holdsToken,
    input: account => ({ AccessToken: AccessToken(account) }),
    after: account => ({ ...account, sessions: revoked(account.sessions) }),
  },
  {
    operation: 'DeleteUser',
    isPossible: holdsToken,
    input: account => ({ AccessToken: AccessToken(account) }),
    // A name that is used again is under the same limits.
    after: ({ username, limitedCalls }) => ({ ...newAccount(username), limitedCalls }),
  },
]

const signInInput = (USERNAME: string, PASSWORD: string) => ({
  ClientId,
  AuthFlow: 'USER_PASSWORD_AUTH',
  AuthParameters: { USERNAME, PASSWORD },
})

function sessionOf({ AuthenticationResult }: Answer): Session {
  const { AccessToken, RefreshToken } = AuthenticationResult as { AccessToken: string; RefreshToken: string }
  return { accessToken: AccessToken, refreshToken: RefreshToken, isRevoked: false }
}

/** The account as it shows through the API, in the terms of `appearanceOf`. */
export async function look(url: string, { username, email, password, sessions }: Account) {
  const tries = (name: string) => call(url, 'InitiateAuth', signInInput(name, password))
  const byUsername = await tries(username)
  if (byUsername.__type !== undefined) return { refusal: byUsername.__type }

  const { accessToken } = sessionOf(byUsername)
  const [byEmail, user, ...refreshes] = await Promise.all([
    tries(email),
    call(url, 'GetUser', { AccessToken: accessToken }),
    ...sessions.map(({ refreshToken }) =>
      call(url, 'InitiateAuth', {
        ClientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: refreshToken },
      }),
    ),
  ])
  const { sub: _, ...attributes } = Object.fromEntries(
    (user.UserAttributes as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value]),
  )
  return {
    attributes,
    signsInByEmail: byEmail.__type ?? true,
    refreshes: refreshes.map(({ __type }) => __type ?? true),
  }
}

/** What `look` has to find. */
export function appearanceOf({ status, email, isEmailVerified, nickname, sessions }: Account) {
  if (status === 'ABSENT') return { refusal: 'UserNotFoundException' }
  if (status === 'UNCONFIRMED') return { refusal: 'UserNotConfirmedException' }
  return {
    attributes: { email, email_verified: String(isEmailVerified), ...(nickname && { nickname }) },
    signsInByEmail: isEmailVerified || 'UserNotFoundException',
    refreshes: sessions.map(({ isRevoked }) => (isRevoked ? 'NotAuthorizedException' : true)),
  }
}
