/**
 * The lock on password sign-in. The fifth failure locks for a second, each
 * further one for twice as long, up to a quarter of an hour. Attempts while it
 * is locked are refused, the right password too, and do not lengthen it.
 *
 * A success clears the count at once; AWS does not say whether its own does.
 */
import type { Clock } from '../../clock.ts'
import { notAuthorized } from '../rules/failures.ts'
import type { Database } from './database.ts'
import type { Subject } from './subject.ts'

const failuresBeforeLock = 5
const quarterHourMs = 15 * 60 * 1000

export function createLockout({ prepare }: Database, clock: Clock) {
  const find = prepare(`
    select failures, locked_until_ms from failed_sign_ins
    where pool_id = ? and subject = ? and last_attempt_at_ms > ?`)
  const put = prepare(`
    insert or replace into failed_sign_ins (pool_id, subject, failures, last_attempt_at_ms, locked_until_ms)
    values (?, ?, ?, ?, ?)`)
  const prune = prepare('delete from failed_sign_ins where last_attempt_at_ms <= ?')
  const touch = prepare('update failed_sign_ins set last_attempt_at_ms = ? where pool_id = ? and subject = ?')
  const remove = prepare('delete from failed_sign_ins where pool_id = ? and subject = ?')

  /** Nothing once a quarter of an hour has passed without an attempt. */
  const current = ({ poolId, key }: Subject) => find.get(poolId, key, clock.now() - quarterHourMs)

  return {
    refuseIfLocked(subject: Subject) {
      const known = current(subject)
      if (!known || Number(known.locked_until_ms) <= clock.now()) return
      touch.run(clock.now(), subject.poolId, subject.key)
      throw notAuthorized('Password attempts exceeded')
    },

    failed(subject: Subject) {
      const now = clock.now()
      prune.run(now - quarterHourMs)
      const failures = Number(current(subject)?.failures ?? 0) + 1
      const lockMs = failures < failuresBeforeLock ? 0 : 1000 * 2 ** (failures - failuresBeforeLock)
      put.run(subject.poolId, subject.key, failures, now, now + Math.min(lockMs, quarterHourMs))
    },

    succeeded({ poolId, key }: Subject) {
      remove.run(poolId, key)
    },
  }
}
