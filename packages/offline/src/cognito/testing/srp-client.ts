/** The client's side of SRP, for tests that answer in ways in which no library does. */
import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes } from 'node:crypto'
import { Password, poolId } from './engine.ts'

const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`)
const g = 2n
const k = digest(padded(N), padded(g))

type ChallengeParameters = Record<string, string>

/** A Sunday, and the day on which the engine's clock starts. */
export const timestamp = 'Sun Mar 1 12:00:01 UTC 2026'

export function srpClient() {
  const a = BigInt(`0x${randomBytes(32).toString('hex')}`)
  const A = power(g, a)
  return {
    SRP_A: A.toString(16),

    /** What proves the password to a server that knows it. */
    answer(
      { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' }: ChallengeParameters,
      { password = Password, time = timestamp } = {},
    ) {
      const B = BigInt(`0x${SRP_B}`)
      const poolName = poolId.split('_')[1] ?? ''
      const identity = createHash('sha256').update(`${poolName}${USER_ID_FOR_SRP}:${password}`).digest()
      const u = digest(padded(A), padded(B))
      const x = digest(padded(BigInt(`0x${SALT}`)), identity)
      const S = power(B + N * k - k * power(g, x), a + u * x)
      const key = hkdfSync('sha256', padded(S), padded(u), 'Caldera Derived Key', 16)
      const signature = createHmac('sha256', Buffer.from(key))
        .update(poolName + USER_ID_FOR_SRP)
        .update(Buffer.from(SECRET_BLOCK, 'base64'))
        .update(time)
        .digest('base64')
      return {
        USERNAME: USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: signature,
        TIMESTAMP: time,
      }
    },
  }
}

function power(base: bigint, exponent: bigint): bigint {
  if (exponent === 0n) return 1n
  const half = power((base * base) % N, exponent / 2n)
  return exponent % 2n === 0n ? half : (half * base) % N
}

function digest(...parts: Buffer[]) {
  return BigInt(`0x${createHash('sha256').update(Buffer.concat(parts)).digest('hex')}`)
}

/** As the bytes of a number that has a sign. */
function padded(number: bigint) {
  const hex = number.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes])
}
