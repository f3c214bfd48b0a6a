/** Where a code goes that lets somebody set a new password. */
import { unsupported } from './errors.ts'
import type { Pool } from './pool.ts'
import type { User } from './store/users.ts'

/** Whether nobody but an administrator recovers an account of this pool. */
export const isRecoveryClosed = ({ recovery }: Pool) => recovery.includes('admin_only')

/**
 * The user's verified address, if the pool recovers accounts by address.
 * Nothing where there is none, where the user has yet to confirm, and where it
 * is the user's second factor: one mailbox would then do for both.
 *
 * Refuses, as not run here, to send to a telephone that the pool prefers.
 */
export function recoveryAddress({ recovery }: Pool, { status, attributes, mfa }: User): string | undefined {
  if (status === 'UNCONFIRMED') return undefined
  for (const mechanism of recovery) {
    if (mechanism === 'verified_phone_number' && attributes.phone_number_verified === 'true') {
      throw unsupported('Recovery of an account by SMS')
    }
    if (
      mechanism === 'verified_email' &&
      attributes.email_verified === 'true' &&
      !mfa.enabled?.includes('EMAIL_OTP')
    ) {
      return attributes.email
    }
  }
  return undefined
}
