import { byType, type Graph, type Properties, parentOf } from './graph.ts'
import type { LambdaFunction, Unsupported } from './model.ts'

/** Variables of SST's live bridge, which on AWS stands in for the function under `sst dev`. */
const ofBridge = new Set([
  'SST_APP',
  'SST_APPSYNC_HTTP',
  'SST_APPSYNC_REALTIME',
  'SST_ASSET_BUCKET',
  'SST_FUNCTION_ID',
  'SST_FUNCTION_STREAMING',
  'SST_FUNCTION_TIMEOUT',
  'SST_REGION',
  'SST_STAGE',
])

/**
 * Functions, from what SST asked its CLI to run. The Lambda resource adds what
 * only it knows; its `handler` is SST's bridge and says nothing.
 */
export function readFunctions(graph: Graph, unsupported: Unsupported[]): LambdaFunction[] {
  return byType(graph, 'aws:lambda/function:Function').flatMap(resource => {
    const id = parentOf(graph, resource)?.name ?? resource.name
    const target = graph.functions[id]
    if (!target) {
      unsupported.push({ name: id, type: resource.type, reason: 'has no source that SST would build' })
      return []
    }
    const { environment, timeout, memorySize } = resource.inputs as {
      environment?: { variables?: Record<string, string> }
      timeout: number
      memorySize: number
    }
    const variables = Object.entries(environment?.variables ?? {}).filter(([name]) => !ofBridge.has(name))
    return {
      id,
      arn: String(resource.state.arn),
      handler: target.handler,
      runtime: target.runtime,
      timeoutSeconds: timeout,
      memoryMb: memorySize,
      environment: Object.fromEntries(variables),
      links: target.links as LambdaFunction['links'],
      nodejs: target.properties,
    }
  })
}

/** The function that an ARN, or a URI with an ARN in it, calls. */
export function functionIdOf(graph: Graph, arn: unknown): string | undefined {
  const physicalName = /:function:([\w-]+)/.exec(String(arn))?.[1]
  const resource = byType(graph, 'aws:lambda/function:Function').find(
    ({ inputs }: { inputs: Properties }) => inputs.name === physicalName,
  )
  return resource && (parentOf(graph, resource)?.name ?? resource.name)
}
