/**
 * What a sign-in is told of a user who does not exist, where their absence is
 * kept secret: for one name in one pool always the same, as it would be for a
 * user.
 */
import { hash } from 'node:crypto'
import { comparable, type Pool } from '../pool.ts'
import { isEmail } from '../rules/attributes.ts'
import { saltBytes } from '../rules/passwords.ts'

const srpBytes = saltBytes + 32

export function simulatedUser(pool: Pool, name: string): { userId: string; srp: Uint8Array } {
  const seed = hash('sha512', `${pool.id} ${comparable(pool, name)}`, 'buffer')
  const srp = seed.subarray(16, 16 + srpBytes)
  // As the salt of a user: positive, and of full length.
  srp[0] = ((srp[0] as number) & 0x7f) | 0x40
  return { userId: uuidOf(seed.subarray(0, 16)), srp }
}

/** What a challenge calls them: a user is called by the stored username, which an address never is. */
export const simulatedUsername = (pool: Pool, name: string) =>
  pool.signInDesign === 'email' || isEmail(name) ? simulatedUser(pool, name).userId : name

/** Of version 4, as every `sub` here. */
function uuidOf(bytes: Buffer) {
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
