/**
 * The server's side of the Secure Remote Password protocol, in Cognito's form:
 * version 6a over the 3072-bit group of RFC 3526, with SHA-256, and a key of
 * 16 bytes derived from the common secret.
 * https://www.rfc-editor.org/rfc/rfc5054
 * https://github.com/aws-amplify/amplify-js/tree/main/packages/auth/src/providers/cognito/utils/srp
 *
 * Numbers are hashed as the bytes of a signed integer: one whose first bit is
 * set has a zero byte before it.
 */
import { createHmac, getDiffieHellman, hash, hkdfSync, randomBytes } from 'node:crypto'
import { saltBytes } from '../rules/passwords.ts'

const prime = numberOf(getDiffieHellman('modp15').getPrime())
const generator = 2n
const multiplier = digest(bytesOf(prime), bytesOf(generator))

const privateKeyBytes = 32
const keyBytes = 16
const keyLabel = 'Caldera Derived Key'

/** What the server keeps of an exchange until the client proves that it knows the password. */
export type Exchange = { clientKey: bigint; serverKey: bigint; privateKey: bigint }

/** The client's public key A; undefined where it is none, or one that would give the secret away. */
export function clientKeyOf(hex: string): bigint | undefined {
  if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length > prime.toString(16).length + 2) return undefined
  const key = BigInt(`0x${hex}`)
  return key % prime === 0n || key > prime ? undefined : key
}

/** Salt, and private key x, from the form in which passwords are kept. */
export function secretOf(srp: Uint8Array) {
  return { salt: Buffer.from(srp.subarray(0, saltBytes)), x: numberOf(srp.subarray(saltBytes)) }
}

/** B = k·v + g^b */
export function beginExchange(clientKey: bigint, x: bigint): Exchange {
  const privateKey = numberOf(randomBytes(privateKeyBytes))
  const verifier = power(generator, x)
  const serverKey = (multiplier * verifier + power(generator, privateKey)) % prime
  return { clientKey, serverKey, privateKey }
}

/** S = (A · v^u)^b, and from it the key that both sides come to. */
export function commonKey({ clientKey, serverKey, privateKey }: Exchange, x: bigint) {
  const scrambler = digest(bytesOf(clientKey), bytesOf(serverKey))
  const verifier = power(generator, x)
  const secret = power((clientKey * power(verifier, scrambler)) % prime, privateKey)
  return Buffer.from(hkdfSync('sha256', bytesOf(secret), bytesOf(scrambler), keyLabel, keyBytes))
}

type Claim = { poolId: string; userId: string; secretBlock: Uint8Array; timestamp: string }

/** What a client that has come to the same key sends, in Base64. */
export function signatureOf(key: Uint8Array, { poolId, userId, secretBlock, timestamp }: Claim) {
  const poolName = poolId.slice(poolId.indexOf('_') + 1)
  return createHmac('sha256', key)
    .update(poolName)
    .update(userId)
    .update(secretBlock)
    .update(timestamp)
    .digest('base64')
}

function power(base: bigint, exponent: bigint) {
  let result = 1n
  let square = base % prime
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % prime
    square = (square * square) % prime
  }
  return result
}

function digest(...parts: Uint8Array[]) {
  return numberOf(hash('sha256', Buffer.concat(parts), 'buffer'))
}

function bytesOf(number: bigint) {
  const hex = number.toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex')
}

function numberOf(bytes: Uint8Array) {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}
