/**
 * The secrets that users share with their authenticator apps. A user has one:
 * a new one takes the place of the old, and proves nothing until a code from
 * it has been seen.
 *
 * They are kept as text, because codes are computed from them.
 * https://www.rfc-editor.org/rfc/rfc6238
 */
import { Secret, TOTP } from 'otpauth'
import type { Clock } from '../../clock.ts'
import type { Database } from './database.ts'

const secretBytes = 32

/** SHA-1, six digits and steps of 30 seconds: what every authenticator app assumes. */
const algorithm = { algorithm: 'SHA1', digits: 6, period: 30 } as const

/** Clocks may differ by this many steps, either way. */
const drift = 1

export function createSoftwareTokens({ prepare }: Database, clock: Clock) {
  const put = prepare('insert or replace into software_tokens (sub, secret) values (?, ?)')
  const find = prepare('select secret, is_verified, name, last_step from software_tokens where sub = ?')
  const setLastStep = prepare('update software_tokens set last_step = ? where sub = ?')
  const setVerified = prepare('update software_tokens set is_verified = 1, name = ? where sub = ?')

  return {
    /** A new secret, in Base32. The one before it is gone, verified or not. */
    associate(sub: string) {
      const { base32 } = new Secret({ size: secretBytes })
      put.run(sub, base32)
      return base32
    },

    isVerified: (sub: string) => find.get(sub)?.is_verified === 1,

    /** What the user calls the device that makes the codes. */
    name: (sub: string) => (find.get(sub)?.name as string | null | undefined) ?? undefined,

    /**
     * Uses a right code up: it and those before it are `used` from then on.
     * `none` where nothing is associated. That it is verified is not asked for.
     */
    verifyCode(sub: string, code: string): 'ok' | 'mismatch' | 'used' | 'none' {
      const token = find.get(sub)
      if (!token) return 'none'
      const secret = Secret.fromBase32(token.secret as string)
      const timestamp = clock.now()
      const stepsAway = TOTP.validate({ ...algorithm, secret, token: code, timestamp, window: drift })
      if (stepsAway === null) return 'mismatch'
      const step = TOTP.counter({ period: algorithm.period, timestamp }) + stepsAway
      if (step <= Number(token.last_step)) return 'used'
      setLastStep.run(step, sub)
      return 'ok'
    },

    markVerified(sub: string, name: string | undefined) {
      setVerified.run(name ?? null, sub)
    },
  }
}
