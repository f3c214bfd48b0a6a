/**
 * How often an operation may be tried for one user in an hour. Each attempt
 * counts, the one that succeeds too.
 *
 * A name that belongs to nobody is counted like a user where its absence is
 * kept secret; otherwise the limit would tell the two apart.
 */
import type { Clock } from '../../clock.ts'
import { ServiceError } from '../errors.ts'
import type { Database } from './database.ts'
import type { Subject } from './subject.ts'

const limits = { ResendConfirmationCode: 5, ConfirmSignUp: 15 } as const

const hourMs = 60 * 60 * 1000

export function createHourlyLimits({ prepare }: Database, clock: Clock) {
  prepare('delete from hourly_attempts where started_at_ms <= ?').run(clock.now() - hourMs)

  const count = prepare(`
    insert into hourly_attempts (pool_id, subject, operation, started_at_ms, attempts)
    values (:poolId, :key, :operation, :now, 1)
    on conflict do update set
      attempts = iif(started_at_ms <= :now - ${hourMs}, 1, attempts + 1),
      started_at_ms = iif(started_at_ms <= :now - ${hourMs}, :now, started_at_ms)
    returning attempts`)

  return {
    /** Counts the attempt and refuses it beyond the limit. The hour begins with the first. */
    attempt({ poolId, key }: Subject, operation: keyof typeof limits) {
      const attempts = Number(count.get({ poolId, key, operation, now: clock.now() })?.attempts)
      if (attempts > limits[operation]) {
        throw new ServiceError(
          'LimitExceededException',
          'Attempt limit exceeded, please try after some time.',
        )
      }
    },
  }
}
