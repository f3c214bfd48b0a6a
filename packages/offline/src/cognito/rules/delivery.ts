/** What an answer tells of the place where a code went: enough for its owner to know it, no more. */
import { hash } from 'node:crypto'
import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider'
import { comparable, type Pool } from '../pool.ts'

/** `ada@example.test` becomes `a***@e***`. */
export function emailDelivery(email: string): CodeDeliveryDetailsType {
  const [local, domain] = [email, email.slice(email.lastIndexOf('@') + 1)].map(firstCharacter)
  return { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: `${local}***@${domain}***` }
}

/**
 * For a name that belongs to nobody, where its absence is kept secret. The same
 * name gets the same address each time, as a real one would.
 */
export function simulatedDelivery(pool: Pool, name: string): CodeDeliveryDetailsType {
  const digest = hash('sha256', `${pool.id} ${comparable(pool, name)}`, 'buffer')
  const [local, domain] = [...digest.subarray(0, 2)].map(byte => String.fromCharCode(97 + (byte % 26)))
  return emailDelivery(`${local}@${domain}`)
}

const firstCharacter = (text: string) => [...text][0] ?? ''
