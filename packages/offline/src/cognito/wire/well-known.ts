/**
 * The two public documents of a pool.
 * https://openid.net/specs/openid-connect-discovery-1_0.html
 *
 * No endpoint is named that does not exist here: there is no managed login.
 */
import type { Directory } from '../directory.ts'
import { ServiceError } from '../errors.ts'
import { algorithm, type SigningKeys } from '../tokens/signing-keys.ts'
import { type Reply, refusal } from './reply.ts'

export type WellKnown = (path: string) => Promise<Reply | undefined>

type Services = {
  directory: Directory
  keys: SigningKeys
  /** Where this engine is reached, once it listens. */
  url: () => string
}

/** Answers nothing for a path that is not one of a pool's documents. */
export function createWellKnown({ directory, keys, url }: Services): WellKnown {
  return async path => {
    const { poolId = '', name } = path.match(documentPath)?.groups ?? {}
    if (name === undefined) return undefined
    const pool = directory.findPool(poolId)
    if (!pool) {
      return refusal(
        new ServiceError('ResourceNotFoundException', `User pool ${poolId} does not exist.`, 404),
      )
    }
    if (name === 'jwks.json') return document((await keys.of(poolId)).jwks)
    return document({
      issuer: pool.issuer,
      jwks_uri: `${url()}/${poolId}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: [algorithm],
      response_types_supported: ['code', 'token'],
      subject_types_supported: ['public'],
    })
  }
}

const documentPath = /^\/(?<poolId>[\w-]+)\/\.well-known\/(?<name>jwks\.json|openid-configuration)$/

const document = (content: object): Reply => ({
  status: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(content),
})
