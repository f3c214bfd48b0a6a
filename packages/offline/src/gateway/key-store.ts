/**
 * The signing keys of user pools, from the JWKS of the configured pool and
 * from nowhere else: what a token's header says about keys is never followed.
 *
 * A `kid` that is not known causes a fetch, since keys may have been rotated,
 * but no more than one per cool-down. Otherwise anybody could turn made-up
 * tokens into a flood of fetches.
 */
import { type CryptoKey, importJWK, type JSONWebKeySet } from 'jose'
import type { Clock } from '../clock.ts'

const coolDownMs = 60_000
/** After a fetch that failed. Short: without any keys nobody can come in. */
const coolDownAfterFailureMs = 1_000

type PoolKeys = {
  byKid: Map<string, CryptoKey>
  nextFetchAtMs: number
  fetching: Promise<void> | undefined
  /** Why there are no keys at all, as long as there are none. */
  failure: unknown
}

/** The keys of a pool were never obtained. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

/** A pool's key by `kid`, or nothing if the pool has no such key. Rejects with `KeysUnavailable`. */
export type KeyStore = (userPoolId: string, kid: string) => Promise<CryptoKey | undefined>

export function createKeyStore(jwks: (userPoolId: string) => Promise<JSONWebKeySet>, clock: Clock): KeyStore {
  const pools = new Map<string, PoolKeys>()

  async function refresh(userPoolId: string, pool: PoolKeys) {
    try {
      pool.byKid = await importKeys(await jwks(userPoolId))
      pool.failure = undefined
      pool.nextFetchAtMs = clock.now() + coolDownMs
    } catch (error) {
      // Keys that were fetched before stay good.
      if (pool.byKid.size === 0) pool.failure = error
      pool.nextFetchAtMs = clock.now() + coolDownAfterFailureMs
    }
  }

  return async (userPoolId, kid) => {
    const pool = pools.get(userPoolId) ?? {
      byKid: new Map(),
      nextFetchAtMs: 0,
      fetching: undefined,
      failure: undefined,
    }
    pools.set(userPoolId, pool)
    if (!pool.byKid.has(kid)) {
      if (clock.now() >= pool.nextFetchAtMs) {
        pool.fetching ??= refresh(userPoolId, pool).finally(() => {
          pool.fetching = undefined
        })
      }
      await pool.fetching
    }
    if (pool.failure !== undefined) {
      throw new KeysUnavailable(`The keys of ${userPoolId} could not be fetched.`, { cause: pool.failure })
    }
    return pool.byKid.get(kid)
  }
}

async function importKeys({ keys }: JSONWebKeySet): Promise<Map<string, CryptoKey>> {
  const byKid = new Map<string, CryptoKey>()
  for (const { kid, kty, n, e, alg = 'RS256', use = 'sig' } of keys) {
    if (!kid || kty !== 'RSA' || !n || !e || alg !== 'RS256' || use !== 'sig') continue
    byKid.set(kid, await importJWK({ kty: 'RSA', n, e }, 'RS256'))
  }
  return byKid
}
