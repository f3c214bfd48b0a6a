import { createHash } from 'node:crypto'
import {
  buildCommandType,
  byType,
  type Graph,
  type Properties,
  parentOf,
  routerType,
  siteType,
} from './graph.ts'
import type { Api, Bucket, BucketFile, Router, RouterRoute, Site, Unsupported } from './model.ts'

/**
 * Routers with the paths they send to APIs. SST keeps its routes in a key-value
 * store of CloudFront: `KvRoutesUpdate` holds which path has which namespace,
 * `KvKeys` what stands in the namespace.
 */
export function readRouters(graph: Graph, apis: Api[], unsupported: Unsupported[]): Router[] {
  const entries = byType(graph, 'pulumi-nodejs:dynamic:Resource')
  const updates = entries.filter(({ name }) => name.endsWith('.sst.aws.KvRoutesUpdate'))
  const keys = entries.filter(({ name }) => name.endsWith('.sst.aws.KvKeys'))

  return byType(graph, routerType).map(({ name: id, type, urn }) => {
    if (hasInlineRoutes(graph, urn)) {
      const reason = 'has routes among its arguments, which are not run offline: those of route() are'
      unsupported.push({ name: id, type, reason })
    }
    const namespace = createHash('md5')
      .update(`${graph.app.name}-${graph.app.stage}-${id}`)
      .digest('hex')
      .substring(0, 4)

    const routes = updates.flatMap(({ type, inputs }): RouterRoute[] => {
      if (inputs.namespace !== namespace) return []
      const [kind, routeNamespace, host = '', path = '/'] = String(inputs.entry).split(',')
      // A site is attached when it is deployed; under `sst dev` it runs beside the router.
      if (kind === 'site') return []
      const stored = keys.find(key => key.inputs.namespace === routeNamespace)?.inputs.entries
      const metadata = JSON.parse((stored as { metadata?: string } | undefined)?.metadata ?? '{}')
      const api = apis.find(({ apiId }) => String(metadata.host).startsWith(`${apiId}.execute-api.`))
      if (kind !== 'url' || host || !api) {
        unsupported.push({
          name: `${id} ${host.replaceAll('\\', '')}${path}`,
          type,
          reason: 'leads to what is not run offline',
        })
        return []
      }
      return [{ path, target: api.id, ...(metadata.rewrite && { rewrite: metadata.rewrite }) }]
    })
    return { id, routes }
  })
}

/** A router that keeps its routes in a store says in a tag which one. */
function hasInlineRoutes(graph: Graph, router: string): boolean {
  return byType(graph, 'aws:cloudfront/distribution:Distribution').some(distribution => {
    const isOwn = parentOf(graph, distribution)?.parent === router
    return isOwn && !(distribution.inputs.tags as Properties | undefined)?.['sst:ref:kv']
  })
}

export function readSites(graph: Graph): Site[] {
  const commands = byType(graph, buildCommandType)
  return byType(graph, siteType).map(({ urn, name, outputs }) => {
    const { path, environment } = outputs._metadata as { path: string; environment?: Record<string, string> }
    const command = commands.find(({ parent }) => parent === urn)
    return {
      id: name,
      path,
      environment: environment ?? {},
      ...(command && { buildCommand: String(command.inputs.create) }),
    }
  })
}

/** Buckets that sites are uploaded to. */
export function readBuckets(graph: Graph): Bucket[] {
  const uploads = byType(graph, 'pulumi-nodejs:dynamic:Resource').filter(({ name }) =>
    name.endsWith('.sst.aws.BucketFiles'),
  )
  return byType(graph, 'aws:s3/bucket:Bucket').flatMap(({ state }) => {
    const ofBucket = uploads.filter(({ inputs }) => inputs.bucketName === state.bucket)
    if (ofBucket.length === 0) return []
    return {
      domainName: String(state.bucketRegionalDomainName),
      files: ofBucket.flatMap(({ inputs }) => inputs.files as BucketFile[]),
      isListable: isListable(graph, state),
    }
  })
}

type Statement = { Effect: string; Action: string | string[]; Resource: string | string[] }

function isListable(graph: Graph, { bucket, arn }: Properties): boolean {
  return byType(graph, 'aws:s3/bucketPolicy:BucketPolicy')
    .filter(({ inputs }) => inputs.bucket === bucket)
    .flatMap(({ inputs }): Statement[] => JSON.parse(String(inputs.policy)).Statement)
    .some(
      ({ Effect, Action, Resource }) =>
        Effect === 'Allow' &&
        [Action].flat().includes('s3:ListBucket') &&
        [Resource].flat().includes(String(arn)),
    )
}
