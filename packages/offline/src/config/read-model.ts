/** Reads from a resource graph what the engines run, and names what they do not. */
import type { Graph } from './graph.ts'
import { byType } from './graph.ts'
import type { AppModel, LinkProperties, Unsupported } from './model.ts'
import { readApis } from './read-apis.ts'
import { readFunctions } from './read-functions.ts'
import { readUserPools } from './read-user-pools.ts'
import { readRouters, readSites } from './read-web.ts'

/** Top-level resources that are read, or that mean nothing on one machine. */
const understood = new Set([
  'aws:apigateway/account:Account',
  'aws:apigateway/methodSettings:MethodSettings',
  'aws:apigateway/model:Model',
  'aws:apigateway/requestValidator:RequestValidator',
  'aws:s3/bucketObjectv2:BucketObjectv2',
  'pulumi:providers:aws',
  'pulumi:pulumi:Stack',
  'random:index/randomBytes:RandomBytes',
  'sst:aws:ApiGatewayV1',
  'sst:aws:ApiGatewayV1Authorizer',
  'sst:aws:ApiGatewayV1LambdaRoute',
  'sst:aws:CognitoUserPool',
  'sst:aws:CognitoUserPoolClient',
  'sst:aws:Function',
  'sst:aws:Router',
  'sst:aws:RouterUrlRoute',
  'sst:aws:StaticSite',
  'sst:sst:LinkRef',
  'sst:sst:Linkable',
  'sst:sst:Secret',
])

export function readModel(graph: Graph): AppModel {
  const unsupported: Unsupported[] = graph.resources
    .filter(({ type, parent }) => isTopLevel(parent) && !understood.has(type))
    .map(({ name, type }) => ({ name, type, reason: 'is not run offline' }))

  const apis = readApis(graph, unsupported)
  const routers = readRouters(graph, apis, unsupported)
  for (const { id } of apis) {
    const isReached = routers.some(({ routes }) => routes.some(({ target }) => target === id))
    if (isReached) continue
    unsupported.push({
      name: id,
      type: 'sst:aws:ApiGatewayV1',
      reason: 'has no address offline: no router leads to it',
    })
  }
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
    links: readLinks(graph),
    unsupported,
  }
}

const isTopLevel = (parent: string | undefined) =>
  !parent || parent.split('::').at(2) === 'pulumi:pulumi:Stack'

export function readLinks(graph: Graph): Record<string, LinkProperties> {
  const links = byType(graph, 'sst:sst:LinkRef').map(({ outputs }) => [outputs.target, outputs.properties])
  return Object.fromEntries(links)
}
