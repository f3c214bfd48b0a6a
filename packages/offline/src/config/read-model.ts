/** Reads from a resource graph what the engines run, and names what they do not. */
import { byType, type Graph } from './graph.ts'
import type { AppModel, LinkProperties } from './model.ts'
import { readApis } from './read-apis.ts'
import { readDistributions } from './read-distributions.ts'
import { readFunctions } from './read-functions.ts'
import { readUserPools } from './read-user-pools.ts'
import { readBuckets, readRouters, readSites } from './read-web.ts'
import { findUnsupported } from './unsupported.ts'

export function readModel(graph: Graph): AppModel {
  const unsupported = findUnsupported(graph)
  const apis = readApis(graph, unsupported)
  const routers = readRouters(graph, apis, unsupported)
  return {
    name: graph.app.name,
    stage: graph.app.stage,
    region: graph.region,
    accountId: graph.accountId,
    userPools: readUserPools(graph, unsupported),
    functions: readFunctions(graph, unsupported),
    apis,
    routers,
    sites: readSites(graph),
    distributions: readDistributions(graph, unsupported),
    buckets: readBuckets(graph),
    links: readLinks(graph),
    unsupported,
  }
}

function readLinks(graph: Graph): Record<string, LinkProperties> {
  const links = byType(graph, 'sst:sst:LinkRef').map(({ outputs }) => [outputs.target, outputs.properties])
  return Object.fromEntries(links)
}
