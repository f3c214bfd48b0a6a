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

const hourMs = 60 * 60 * 1000

/** What a code is good for, and for how long. */
const lifetimeMs = { signUp: 24 * hourMs, verifyEmail: 24 * hourMs, forgotPassword: hourMs } as const

export type CodePurpose = keyof typeof lifetimeMs

export const sixDigits = () => String(randomInt(1_000_000)).padStart(6, '0')

export function createCodes({ prepare }: Database, clock: Clock, newCode: () => string) {
  const put = prepare(
    'insert or replace into codes (sub, purpose, code, address, expires_at_ms) values (?, ?, ?, ?, ?)',
  )
  const find = prepare('select code, address from codes where sub = ? and purpose = ? and expires_at_ms > ?')
  const remove = prepare('delete from codes where sub = ? and purpose = ?')

  return {
    /** Takes the place of an earlier code for the same purpose. */
    issue(sub: string, purpose: CodePurpose, address: string) {
      const code = newCode()
      put.run(sub, purpose, code, address, clock.now() + lifetimeMs[purpose])
      return code
    },

    /** Refuses a wrong code and leaves the right one as it was. Gives the address that the code went to. */
    check(sub: string, purpose: CodePurpose, code: string): { address: string | null } {
      const issued = find.get(sub, purpose, clock.now())
      if (issued === undefined) throw codeExpired()
      if (!isSameText(code, String(issued.code))) throw codeMismatch()
      return { address: issued.address as string | null }
    },

    /** A code is good for once: call it in the transaction of what the code was good for. */
    remove(sub: string, purpose: CodePurpose) {
      remove.run(sub, purpose)
    },
  }
}
