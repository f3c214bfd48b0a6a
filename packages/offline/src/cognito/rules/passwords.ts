/**
 * Passwords are kept salted and hashed, never as text.
 *
 * The hash is a fast one on purpose. This is a stand-in for one developer's
 * machine: its users are made up, and a test suite signs up thousands of them.
 * A slow hash would protect nothing either, for SRP needs a fast one beside it.
 * What remains is that nobody reads a password in the file, and that two equal
 * ones look different.
 */
import { createHmac, hash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

export type HashedPassword = {
  /** Salt and HMAC-SHA-512 of the password under it, one after the other. */
  hash: Uint8Array
  /** Salt and private key x of SRP, one after the other; null for a user from before SRP was run here. */
  srp: Uint8Array | null
}

export const saltBytes = 16
const keyBytes = 64
/** The key of a password that an earlier version of this program stored. */
const scryptKeyBytes = 32

/** Takes the place of the hash of a user who is not there, so that both cases cost the same. */
const decoy = Buffer.alloc(saltBytes + keyBytes)

/** The owner's names go into the key of SRP: no other user's proof fits it. */
export async function hashPassword(
  password: string,
  owner: { poolId: string; username: string },
): Promise<HashedPassword> {
  const salt = randomBytes(saltBytes)
  return {
    hash: Buffer.concat([salt, derive(password, salt, keyBytes)]),
    srp: srpKeyOf(password, owner),
  }
}

/** False where there is no hash to compare with: an unknown user, or one who has no password. */
export async function isPassword(password: string, stored: Uint8Array | null | undefined) {
  const hash = stored ?? decoy
  const expected = hash.subarray(saltBytes)
  const key = derive(password, hash.subarray(0, saltBytes), expected.length)
  return timingSafeEqual(key, expected) && hash !== decoy
}

/**
 * x = SHA-256(salt | SHA-256(pool name + username + ":" + password)), where the
 * pool's name is what follows the underscore in its id. The salt is a positive
 * number for the client, so its first bit stays clear.
 */
function srpKeyOf(password: string, { poolId, username }: { poolId: string; username: string }) {
  const salt = randomBytes(saltBytes)
  salt[0] = ((salt[0] as number) & 0x7f) | 0x40
  const poolName = poolId.slice(poolId.indexOf('_') + 1)
  const identity = hash('sha256', `${poolName}${username}:${password}`, 'buffer')
  return Buffer.concat([salt, hash('sha256', Buffer.concat([salt, identity]), 'buffer')])
}

function derive(password: string, salt: Uint8Array, bytes: number) {
  if (bytes === scryptKeyBytes) return scryptSync(password, salt, bytes, { N: 16, r: 8, p: 1 })
  return createHmac('sha512', salt).update(password).digest()
}
