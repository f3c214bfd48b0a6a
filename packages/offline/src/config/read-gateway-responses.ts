import { byType, type Graph, type Resource } from './graph.ts'
import type { GatewayResponse, Unsupported } from './model.ts'
import { headersOf, unsupportedText } from './read-integration.ts'

/** The gateway responses of a REST API; one that cannot be rendered leaves API Gateway's own words. */
export function readGatewayResponses(
  graph: Graph,
  api: Resource,
  apiName: string,
  unsupported: Unsupported[],
): Record<string, GatewayResponse> {
  const responses = byType(graph, 'aws:apigateway/response:Response')
    .filter(({ inputs }) => inputs.restApiId === api.id)
    .flatMap(({ type, inputs }): [string, GatewayResponse][] => {
      const templates = (inputs.responseTemplates ?? {}) as Record<string, string>
      const headers = headersOf(inputs.responseParameters, 'gatewayresponse.header.')
      const responseType = String(inputs.responseType)
      const reason = unsupportedText(Object.values(templates), Object.values(headers))
      if (reason) {
        unsupported.push({ name: `${apiName} ${responseType}`, type, reason })
        return []
      }
      const { statusCode } = inputs
      return [
        [responseType, { ...(statusCode ? { statusCode: Number(statusCode) } : {}), headers, templates }],
      ]
    })
  return Object.fromEntries(responses)
}
