import { byType, type Graph, type Properties, parentOf, type Resource, routerType } from './graph.ts'
import type { CacheBehavior, Distribution, EdgeFunction, ResponseHeaders, Unsupported } from './model.ts'

type Behavior = {
  pathPattern?: string
  allowedMethods: string[]
  targetOriginId: string
  cachePolicyId?: string
  originRequestPolicyId?: string
  compress?: boolean
  responseHeadersPolicyId?: string
  functionAssociations?: { eventType: string; functionArn: string }[]
  lambdaFunctionAssociations?: unknown[]
  trustedKeyGroups?: unknown[]
  trustedSigners?: unknown[]
  fieldLevelEncryptionId?: string
}

type Inputs = {
  aliases?: string[]
  defaultCacheBehavior: Behavior
  orderedCacheBehaviors?: Behavior[]
  origins: { originId: string; domainName: string; originPath?: string; customHeaders?: unknown[] }[]
  customErrorResponses?: { responsePagePath?: string }[]
  restrictions: { geoRestriction: { restrictionType: string } }
}

/** CloudFront's AllViewerExceptHostHeader, an origin request policy: all but the host goes on. */
const allViewerExceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'

type Refuse = (reason: string) => void

export function readDistributions(graph: Graph, unsupported: Unsupported[]): Distribution[] {
  return byType(graph, 'aws:cloudfront/distribution:Distribution').map(resource => {
    const owner = ownerOf(graph, resource)
    const id = owner.name
    const refuse: Refuse = reason => unsupported.push({ name: id, type: resource.type, reason })
    const { defaultCacheBehavior, orderedCacheBehaviors = [], ...inputs } = resource.inputs as Inputs

    if (inputs.customErrorResponses?.some(({ responsePagePath }) => responsePagePath)) {
      refuse('has pages of its own for errors, which are not run offline')
    }
    if (inputs.restrictions.geoRestriction.restrictionType !== 'none') {
      refuse('is closed to some countries, which is not run offline')
    }
    if (inputs.origins.some(({ originPath, customHeaders }) => originPath || customHeaders?.length)) {
      refuse('has an origin with a path or headers of its own, which is not run offline')
    }
    const behaviors = [...orderedCacheBehaviors, { ...defaultCacheBehavior, pathPattern: '*' }]
    for (const { originRequestPolicyId, pathPattern } of behaviors) {
      // Only behind a router stands more than a bucket, which asks for nothing but the path.
      if (originRequestPolicyId === allViewerExceptHost || owner.type !== routerType) continue
      refuse(`keeps parts of a request from its origin for ${pathPattern}, which is not run offline`)
    }
    return {
      id,
      distributionId: resource.id,
      domainName: inputs.aliases?.[0] ?? String(resource.state.domainName),
      behaviors: behaviors.map(behavior => readBehavior(graph, inputs.origins, behavior, refuse)),
    }
  })
}

/** The router or the site; between it and the distribution stands SST's CDN. */
function ownerOf(graph: Graph, resource: Resource): Resource {
  const cdn = parentOf(graph, resource)
  return (cdn && parentOf(graph, cdn)) ?? cdn ?? resource
}

function readBehavior(
  graph: Graph,
  origins: Inputs['origins'],
  behavior: Behavior,
  refuse: Refuse,
): CacheBehavior {
  const { pathPattern = '*', allowedMethods, functionAssociations = [] } = behavior
  const refuseFor = (reason: string) => refuse(`${reason} for ${pathPattern}, which is not run offline`)

  const guards = [...(behavior.trustedKeyGroups ?? []), ...(behavior.trustedSigners ?? [])]
  if (guards.length) refuseFor('wants signed addresses')
  if (behavior.fieldLevelEncryptionId) refuseFor('encrypts fields')
  if (behavior.lambdaFunctionAssociations?.length) refuseFor('has a function at the edge')
  if (functionAssociations.some(({ eventType }) => eventType !== 'viewer-request')) {
    refuseFor('has a function for its responses')
  }

  const association = functionAssociations.find(({ eventType }) => eventType === 'viewer-request')
  const viewerRequest = association && readFunction(graph, association.functionArn)
  const policyId = behavior.responseHeadersPolicyId
  const policy = byType(graph, 'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy').find(
    ({ id }) => id === policyId,
  )
  if (policyId && !policy) refuseFor(`has the managed response headers policy ${policyId}`)

  return {
    pathPattern,
    allowedMethods,
    originDomain: origins.find(({ originId }) => originId === behavior.targetOriginId)?.domainName ?? '',
    encodings: behavior.compress ? readEncodings(graph, behavior.cachePolicyId, refuseFor) : [],
    ...(viewerRequest && { viewerRequest }),
    ...(policy && { responseHeaders: readResponseHeaders(policy) }),
  }
}

/** What CloudFront's own cache policies let it compress in, by their ids. */
const managedEncodings: Record<string, CacheBehavior['encodings']> = {
  // CachingDisabled, CachingOptimized
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': [],
  '658327ea-f89d-4fab-a63d-7e88639e58f6': ['br', 'gzip'],
}

/** Whether to compress is for the behavior to say, and in what for its cache policy. */
function readEncodings(
  graph: Graph,
  policyId: string | undefined,
  refuse: Refuse,
): CacheBehavior['encodings'] {
  const managed = policyId && managedEncodings[policyId]
  if (managed) return managed
  const policy = byType(graph, 'aws:cloudfront/cachePolicy:CachePolicy').find(({ id }) => id === policyId)
  if (!policy) {
    refuse(`compresses by the cache policy ${policyId}`)
    return []
  }
  const { enableAcceptEncodingBrotli, enableAcceptEncodingGzip } = (policy.inputs
    .parametersInCacheKeyAndForwardedToOrigin ?? {}) as Properties
  return [
    ...(enableAcceptEncodingBrotli ? (['br'] as const) : []),
    ...(enableAcceptEncodingGzip ? (['gzip'] as const) : []),
  ]
}

/** A function with the contents of its store: SST writes them by `KvKeys` and `KvRoutesUpdate`. */
function readFunction(graph: Graph, arn: string): EdgeFunction | undefined {
  const fn = byType(graph, 'aws:cloudfront/function:Function').find(({ state }) => state.arn === arn)
  if (!fn) return undefined
  const stores = (fn.inputs.keyValueStoreAssociations ?? []) as string[]
  const writers = byType(graph, 'pulumi-nodejs:dynamic:Resource').filter(({ inputs }) =>
    stores.includes(String(inputs.store)),
  )
  const keyValues: Record<string, string> = {}
  const routes: Record<string, string[]> = {}
  for (const { name, inputs } of writers) {
    if (name.endsWith('.sst.aws.KvKeys')) {
      for (const [key, value] of Object.entries(inputs.entries as Record<string, string>))
        keyValues[`${inputs.namespace}:${key}`] = value
    }
    if (name.endsWith('.sst.aws.KvRoutesUpdate')) {
      const key = `${inputs.namespace}:${inputs.key}`
      routes[key] = [...(routes[key] ?? []), String(inputs.entry)]
    }
  }
  for (const [key, entries] of Object.entries(routes)) keyValues[key] = JSON.stringify(entries)
  return { code: String(fn.inputs.code), keyValues }
}

type SecurityHeaders = {
  contentSecurityPolicy?: { contentSecurityPolicy: string; override: boolean }
  contentTypeOptions?: { override: boolean }
  frameOptions?: { frameOption: string; override: boolean }
  referrerPolicy?: { referrerPolicy: string; override: boolean }
  strictTransportSecurity?: {
    accessControlMaxAgeSec: number
    includeSubdomains?: boolean
    preload?: boolean
    override: boolean
  }
  xssProtection?: { protection: boolean; modeBlock?: boolean; reportUri?: string; override: boolean }
}

function readResponseHeaders({ inputs }: Resource): ResponseHeaders {
  const custom = inputs.customHeadersConfig as
    | { items?: { header: string; value: string; override: boolean }[] }
    | undefined
  const removed = inputs.removeHeadersConfig as { items?: { header: string }[] } | undefined
  return {
    added: [
      ...securityHeaders((inputs.securityHeadersConfig ?? {}) as SecurityHeaders),
      ...(custom?.items ?? []).map(({ header, value, override }) => ({ name: header, value, override })),
    ],
    removed: (removed?.items ?? []).map(({ header }) => header),
  }
}

function securityHeaders(config: SecurityHeaders): ResponseHeaders['added'] {
  const { contentSecurityPolicy: csp, strictTransportSecurity: hsts, xssProtection: xss } = config
  const values: [string, string | false | undefined, { override: boolean } | undefined][] = [
    ['Content-Security-Policy', csp?.contentSecurityPolicy, csp],
    ['X-Content-Type-Options', 'nosniff', config.contentTypeOptions],
    ['X-Frame-Options', config.frameOptions?.frameOption, config.frameOptions],
    ['Referrer-Policy', config.referrerPolicy?.referrerPolicy, config.referrerPolicy],
    [
      'Strict-Transport-Security',
      hsts &&
        [
          `max-age=${hsts.accessControlMaxAgeSec}`,
          ...(hsts.includeSubdomains ? ['includeSubDomains'] : []),
          ...(hsts.preload ? ['preload'] : []),
        ].join('; '),
      hsts,
    ],
    [
      'X-XSS-Protection',
      xss &&
        [
          xss.protection ? '1' : '0',
          ...(xss.modeBlock ? ['mode=block'] : []),
          ...(xss.reportUri ? [`report=${xss.reportUri}`] : []),
        ].join('; '),
      xss,
    ],
  ]
  return values.flatMap(([name, value, setting]) =>
    setting && value ? [{ name, value, override: setting.override }] : [],
  )
}
