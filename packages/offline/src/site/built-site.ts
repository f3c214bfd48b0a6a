import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AppModel, Distribution, Unsupported } from '../config/model.ts'
import type { Gateway } from '../gateway/gateway-options.ts'
import { createBucket } from './bucket.ts'
import { createDistribution, type DistributionOptions } from './distribution.ts'

export type BuiltSite = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** What is deployed to the web, with the files that have just been built; `undefined` for an app without a site. */
export async function openBuiltSite(
  model: AppModel,
  gateways: ReadonlyMap<string, Gateway>,
  on: Pick<DistributionOptions, 'onRequest' | 'onError'>,
): Promise<BuiltSite | undefined> {
  const distribution = servedDistribution(model)
  if (!distribution) return undefined
  const buckets = await Promise.all(
    model.buckets.map(async bucket => [bucket.domainName, await createBucket(bucket)] as const),
  )
  return createDistribution({
    ...on,
    distribution,
    buckets: new Map(buckets),
    gatewayAt: host => {
      const api = model.apis.find(({ apiId }) => host.startsWith(`${apiId}.execute-api.`))
      return api && gateways.get(api.id)
    },
  })
}

/** A browser has one origin. A router's has more behind it than a site's own. */
function servedDistribution({ distributions, routers }: AppModel): Distribution | undefined {
  const ofRouter = distributions.find(({ id }) => routers.some(router => router.id === id))
  return ofRouter ?? distributions[0]
}

export function unservedDistributions(model: AppModel): Unsupported[] {
  const served = servedDistribution(model)
  return model.distributions
    .filter(distribution => distribution !== served)
    .map(({ id }) => ({
      name: id,
      type: 'sst:aws:CDN',
      reason: 'is not served: one distribution is run offline',
    }))
}
