/**
 * The two RSA keys of each pool: one for ID tokens, one for access tokens.
 *
 * They live in the database, so that a token outlives a restart. Making them
 * takes a tenth of a second or more, so it goes on in the background and only
 * the first sign-in of a new pool waits for it. A key is stored before it
 * signs anything.
 */
import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { JSONWebKeySet, JWK } from 'jose'
import type { Pool } from '../pool.ts'
import type { Database } from '../store/database.ts'

export const algorithm = 'RS256'

type TokenUse = 'id' | 'access'

const newKeyPair = promisify(generateKeyPair)

export type SigningKey = { kid: string; privateKey: KeyObject; publicKey: KeyObject; publicJwk: JWK }

type PoolKeys = Record<TokenUse, SigningKey> & { jwks: JSONWebKeySet }

export type SigningKeys = ReturnType<typeof createSigningKeys>

export function createSigningKeys(database: Database, pools: readonly Pool[]) {
  const keysOf = new Map(pools.map(({ id }) => [id, loadPoolKeys(database, id)]))

  return {
    async of(poolId: string): Promise<PoolKeys> {
      const keys = keysOf.get(poolId)
      if (!keys) throw new Error(`There is no user pool ${poolId}.`)
      return keys
    },

    /** Begins to make the keys of a pool that has just been created. */
    make(poolId: string) {
      keysOf.set(poolId, loadPoolKeys(database, poolId))
    },

    /** When nothing is being made any more, well or badly. */
    settled: async () => {
      await Promise.allSettled(keysOf.values())
    },
  }
}

async function loadPoolKeys(database: Database, poolId: string): Promise<PoolKeys> {
  const [id, access] = await Promise.all([
    loadOrCreate(database, poolId, 'id'),
    loadOrCreate(database, poolId, 'access'),
  ])
  return { id, access, jwks: { keys: [id.publicJwk, access.publicJwk] } }
}

async function loadOrCreate({ prepare }: Database, poolId: string, tokenUse: TokenUse): Promise<SigningKey> {
  const stored = prepare('select kid, private_jwk from signing_keys where pool_id = ? and token_use = ?').get(
    poolId,
    tokenUse,
  )
  if (stored) return signingKeyOf(String(stored.kid), JSON.parse(String(stored.private_jwk)))

  const { privateKey } = await newKeyPair('rsa', { modulusLength: 2048 })
  const privateJwk = privateKey.export({ format: 'jwk' }) as JWK
  const kid = randomBytes(32).toString('base64')
  prepare('insert into signing_keys (pool_id, token_use, kid, private_jwk) values (?, ?, ?, ?)').run(
    poolId,
    tokenUse,
    kid,
    JSON.stringify(privateJwk),
  )
  return signingKeyOf(kid, privateJwk)
}

function signingKeyOf(kid: string, privateJwk: JWK): SigningKey {
  const { kty, e, n } = privateJwk
  const privateKey = createPrivateKey({ key: privateJwk, format: 'jwk' })
  return {
    kid,
    privateKey,
    publicKey: createPublicKey(privateKey),
    publicJwk: { alg: algorithm, e, kid, kty, n, use: 'sig' } as JWK,
  }
}
