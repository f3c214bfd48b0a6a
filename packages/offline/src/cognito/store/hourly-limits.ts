/**
 * How often an operation may be tried for one user in an hour. Each attempt
 * counts, the one that succeeds too and the one that is refused: it is counted
 * outside of the transaction of what is attempted. Where AWS allows more or
 * less by risk, this is the least.
 *
 * A name that belongs to nobody is counted like a user where its absence is
 * kept secret; otherwise the limit would tell the two apart.
 */
import type { Clock } from '../../clock.ts'
import { ServiceError } from '../errors.ts'
import type { Database } from './database.ts'
import type { Subject } from './subject.ts'

const limits = {
  ChangePassword: 5,
  ConfirmForgotPassword: 5,
  ConfirmSignUp: 15,
  ForgotPassword: 5,
  GetUserAttributeVerificationCode: 5,
  ResendConfirmationCode: 5,
  VerifyUserAttribute: 15,
} as const

type LimitedOperation = keyof typeof limits

/** Stands among the operations, and is counted for nothing. */
const resetCode = 'ForgotPassword code'

const hourMs = 60 * 60 * 1000

export function createHourlyLimits({ prepare }: Database, clock: Clock) {
  const prune = prepare('delete from hourly_attempts where started_at_ms <= ?')
  const count = prepare(`
    insert into hourly_attempts (pool_id, subject, operation, started_at_ms, attempts)
    values (:poolId, :key, :operation, :now, 1)
    on conflict do update set
      attempts = iif(started_at_ms <= :now - ${hourMs}, 1, attempts + 1),
      started_at_ms = iif(started_at_ms <= :now - ${hourMs}, :now, started_at_ms)
    returning attempts`)
  const note = prepare(`
    insert or replace into hourly_attempts (pool_id, subject, operation, started_at_ms, attempts)
    values (?, ?, '${resetCode}', ?, 0)`)
  const findNote = prepare(`
    select 1 from hourly_attempts
    where pool_id = ? and subject = ? and operation = '${resetCode}' and started_at_ms > ?`)

  return {
    /** Counts the attempt and refuses it beyond the limit. The hour begins with the first. */
    attempt({ poolId, key }: Subject, operation: LimitedOperation) {
      prune.run(clock.now() - hourMs)
      const attempts = Number(count.get({ poolId, key, operation, now: clock.now() })?.attempts)
      if (attempts > limits[operation]) {
        throw new ServiceError(
          'LimitExceededException',
          'Attempt limit exceeded, please try after some time.',
        )
      }
    },

    /** That a code to reset the password goes out, or would if there were somebody to get it. */
    noteResetCode({ poolId, key }: Subject) {
      note.run(poolId, key, clock.now())
    },

    /** Whether the newest such code would still be good: it is for an hour too. */
    isResetCodeOut({ poolId, key }: Subject) {
      return findNote.get(poolId, key, clock.now() - hourMs) !== undefined
    },
  }
}
