/**
 * Codes that are sent to a person and come back once.
 *
 * They are kept as text, because the message that carries one is kept too.
 */
import { randomInt } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { codeExpired, codeMismatch } from '../rules/failures.ts'
import { isSameText } from '../rules/same-text.ts'
import type { Database } from './database.ts'

export type Codes = ReturnType<typeof createCodes>

/** What a code is good for, and for how long. */
const lifetimeMs = { signUp: 24 * 60 * 60 * 1000 } as const

export type CodePurpose = keyof typeof lifetimeMs

export const sixDigits = () => String(randomInt(1_000_000)).padStart(6, '0')

export function createCodes({ prepare }: Database, clock: Clock, newCode: () => string) {
  const put = prepare('insert or replace into codes (sub, purpose, code, expires_at_ms) values (?, ?, ?, ?)')
  const find = prepare('select code from codes where sub = ? and purpose = ? and expires_at_ms > ?')
  const remove = prepare('delete from codes where sub = ? and purpose = ?')

  return {
    /** Takes the place of an earlier code for the same purpose. */
    issue(sub: string, purpose: CodePurpose) {
      const code = newCode()
      put.run(sub, purpose, code, clock.now() + lifetimeMs[purpose])
      return code
    },

    /** Accepts the right code once. A wrong one leaves the right one as it was. */
    redeem(sub: string, purpose: CodePurpose, code: string) {
      const issued = find.get(sub, purpose, clock.now())?.code
      if (issued === undefined) throw codeExpired()
      if (!isSameText(code, String(issued))) throw codeMismatch()
      remove.run(sub, purpose)
    },
  }
}
