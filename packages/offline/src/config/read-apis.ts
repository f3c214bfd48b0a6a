import type { Graph } from './graph.ts'
import type { Api, Unsupported } from './model.ts'
import { readHttpApis } from './read-http-apis.ts'
import { readRestApis } from './read-rest-apis.ts'

/**
 * APIs with their routes. A route that asks for protection the gateway cannot
 * give is left out, so that it answers like an unknown path: never open.
 */
export function readApis(graph: Graph, unsupported: Unsupported[]): Api[] {
  return [...readRestApis(graph, unsupported), ...readHttpApis(graph, unsupported)]
}
