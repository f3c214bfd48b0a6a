import { createHash } from 'node:crypto'
import { byType, type Graph } from './graph.ts'
import type { RestApi, Router, RouterRoute, Site, Unsupported } from './model.ts'

/**
 * Routers with the paths they send to APIs. SST keeps its routes in a key-value
 * store of CloudFront: `KvRoutesUpdate` holds which path has which namespace,
 * `KvKeys` what stands in the namespace.
 */
export function readRouters(graph: Graph, apis: RestApi[], unsupported: Unsupported[]): Router[] {
  const entries = byType(graph, 'pulumi-nodejs:dynamic:Resource')
  const updates = entries.filter(({ name }) => name.endsWith('.sst.aws.KvRoutesUpdate'))
  const keys = entries.filter(({ name }) => name.endsWith('.sst.aws.KvKeys'))

  return byType(graph, 'sst:aws:Router').map(({ name: id }) => {
    const namespace = createHash('md5')
      .update(`${graph.app.name}-${graph.app.stage}-${id}`)
      .digest('hex')
      .substring(0, 4)

    const routes = updates.flatMap(({ name, type, inputs }): RouterRoute[] => {
      if (inputs.namespace !== namespace) return []
      const [kind, routeNamespace, host, path = '/'] = String(inputs.entry).split(',')
      // A site is attached when it is deployed; under `sst dev` it runs beside the router.
      if (kind === 'site') return []
      const stored = keys.find(key => key.inputs.namespace === routeNamespace)?.inputs.entries
      const metadata = JSON.parse((stored as { metadata?: string } | undefined)?.metadata ?? '{}')
      const api = apis.find(({ apiId }) => String(metadata.host).startsWith(`${apiId}.execute-api.`))
      if (kind !== 'url' || host || !api) {
        unsupported.push({ name, type, reason: 'routes to something that is not run offline' })
        return []
      }
      return [{ path, target: api.id, ...(metadata.rewrite && { rewrite: metadata.rewrite }) }]
    })
    return { id, routes }
  })
}

export function readSites(graph: Graph): Site[] {
  return byType(graph, 'sst:aws:StaticSite').map(({ name, outputs }) => {
    const { path, environment } = outputs._metadata as { path: string; environment?: Record<string, string> }
    return { id: name, path, environment: environment ?? {} }
  })
}
