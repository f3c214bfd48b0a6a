/**
 * PASSWORD_VERIFIER: a password as the first factor, proven by SRP without
 * being sent.
 *
 * The secret block is the session of the exchange. It is good for one answer,
 * right or wrong. A user who does not exist, or has no password, is taken
 * through the same steps and fails at the second.
 */
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import { ServiceError } from '../errors.ts'
import { incorrectCredentials, invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import { isSameText } from '../rules/same-text.ts'
import { checkSecretHash } from '../rules/secret-hash.ts'
import type { Services } from '../services.ts'
import type { Session } from '../store/sessions.ts'
import { subjectOf } from '../store/subject.ts'
import type { User } from '../store/users.ts'
import { type Answer, holderOf } from './answer.ts'
import { type Attempt, current, currentAttempt, parameter, refuseUnlessActive } from './attempt.ts'
import { refuseUnlessUsable } from './right-password.ts'
import { simulatedUser } from './simulated-user.ts'
import { beginExchange, clientKeyOf, commonKey, secretOf, signatureOf } from './srp.ts'
import { isSrpTimestamp } from './srp-timestamp.ts'

/** What the answer leads on to: the flow that the exchange is part of, with what it remembers. */
export type SrpFlow = { name: 'USER_SRP_AUTH' | 'USER_AUTH' | 'CUSTOM_AUTH'; state?: Session['state'] }

type SrpServices = Pick<Services, 'clock' | 'lockout' | 'sessions' | 'transaction' | 'users'>

type ExchangeState = { clientKey: string; serverKey: string; privateKey: string; flow: SrpFlow }

/** Refuses what is not a public key of the group. */
export function readClientKey(srpA: string): bigint {
  const key = clientKeyOf(srpA)
  if (key === undefined) throw invalidParameter(openText.invalidSrpKey)
  return key
}

export function challengeBySrp(
  services: Pick<Services, 'sessions' | 'transaction' | 'users'>,
  attempt: Attempt,
  clientKey: bigint,
  flow: SrpFlow,
  use: () => void = () => {},
): InitiateAuthResponse {
  const { userId, srp } = identityOf(attempt)
  const { salt, x } = secretOf(srp)
  const { serverKey, privateKey } = beginExchange(clientKey, x)
  const session = services.transaction(() => {
    use()
    return services.sessions.issue(currentAttempt(services, attempt), 'PASSWORD_VERIFIER', {
      clientKey: clientKey.toString(16),
      serverKey: serverKey.toString(16),
      privateKey: privateKey.toString(16),
      flow,
    } satisfies ExchangeState)
  })
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    // Where SRP is the whole flow, the secret block is enough.
    ...(flow.name !== 'USER_SRP_AUTH' && { Session: session }),
    ChallengeParameters: {
      SALT: salt.toString('hex'),
      SECRET_BLOCK: blockOf(session),
      SRP_B: serverKey.toString(16),
      USERNAME: userId,
      USER_ID_FOR_SRP: userId,
    },
  }
}

/** Whose password was proven, and the flow that goes on. The block is used up. */
export function verifySrp(services: SrpServices, answer: Answer): { attempt: Attempt<User>; flow: SrpFlow } {
  const { client, metadata, responses } = answer
  const { lockout, sessions, transaction } = services
  const name = parameter(responses, 'USERNAME')
  const block = parameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK')
  const signature = parameter(responses, 'PASSWORD_CLAIM_SIGNATURE')
  const timestamp = parameter(responses, 'TIMESTAMP')
  checkSecretHash(client, name, responses.SECRET_HASH)

  const session = sessionOf(block)
  const { sub, username, state } = asCredentials(() => sessions.read(session, client, ['PASSWORD_VERIFIER']))
  const { flow, ...keys } = state as ExchangeState
  if (flow.name !== 'USER_SRP_AUTH' && answer.session !== session) {
    parameter({ Session: answer.session ?? '' }, 'Session')
    throw incorrectCredentials()
  }
  const user = asCredentials(() => holderOf(services, client, { sub, username }, name))
  const attempt = { client, user, username, metadata }
  const subject = subjectOf(client.pool, user, username)
  lockout.refuseIfLocked(subject)
  if (user) refuseUnlessActive(user)

  const { userId, srp } = identityOf(attempt)
  const exchange = {
    clientKey: BigInt(`0x${keys.clientKey}`),
    serverKey: BigInt(`0x${keys.serverKey}`),
    privateKey: BigInt(`0x${keys.privateKey}`),
  }
  const expected = signatureOf(commonKey(exchange, secretOf(srp).x), {
    poolId: client.pool.id,
    userId,
    secretBlock: Buffer.from(block, 'base64'),
    timestamp,
  })
  const isRight = isSrpTimestamp(timestamp) && isSameText(signature, expected)
  transaction(() => {
    sessions.use(session)
    if (user?.password?.srp && isRight) lockout.succeeded(subject)
    else lockout.failed(subject)
  })
  if (!user?.password?.srp || !isRight) throw incorrectCredentials()
  refuseUnlessUsable(services, client, user)
  return { attempt: { ...attempt, user: current(services, { ...attempt, user }) }, flow }
}

function identityOf({ client: { pool }, user, username }: Attempt) {
  const simulated = simulatedUser(pool, username)
  return user
    ? { userId: user.username, srp: user.password?.srp ?? simulated.srp }
    : { userId: simulated.userId, srp: simulated.srp }
}

const blockOf = (session: string) => Buffer.from(session, 'base64url').toString('base64')

/** Refuses a text that reads as the block and is not the one that was given. */
function sessionOf(block: string) {
  const bytes = Buffer.from(block, 'base64')
  if (bytes.toString('base64') !== block) throw incorrectCredentials()
  return bytes.toString('base64url')
}

/** Whatever is wrong with an exchange is wrong with the password. */
function asCredentials<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw error instanceof ServiceError ? incorrectCredentials() : error
  }
}
