/**
 * Passwords are kept salted and hashed, never as text.
 *
 * The cost is low on purpose. This is a stand-in for one developer's machine:
 * its users are made up, a test suite signs up thousands of them, and a cost
 * that resists a thief (2^17) takes 300 ms each. What remains is that nobody
 * reads a password in the file, and that two equal ones look different.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

const cost: ScryptOptions = { N: 16, r: 8, p: 1 }
const saltBytes = 16
const keyBytes = 32

/** Takes the place of the hash of a user who is not there, so that both cases cost the same. */
const decoy = Buffer.alloc(saltBytes + keyBytes)

/** Salt and key, one after the other. */
export async function hashPassword(password: string) {
  const salt = randomBytes(saltBytes)
  return Buffer.concat([salt, await derive(password, salt)])
}

/** False where there is no hash to compare with: an unknown user, or one who has no password. */
export async function isPassword(password: string, stored: Uint8Array | null | undefined) {
  const hash = stored ?? decoy
  const key = await derive(password, hash.subarray(0, saltBytes))
  return timingSafeEqual(key, hash.subarray(saltBytes)) && hash !== decoy
}

function derive(password: string, salt: Uint8Array) {
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(password, salt, keyBytes, cost, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
