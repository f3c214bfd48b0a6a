import { isSupportedHeader, unsupportedInTemplate } from '../gateway/rest/context-text.ts'
import { byType, type Graph, type Properties, type Resource } from './graph.ts'
import type { MockIntegration, MockResponse, RestRoute } from './model.ts'
import { functionIdOf } from './read-functions.ts'

/** API Gateway's own, for an integration that sets none. Milliseconds. */
const defaultTimeoutMs = 29_000

/** What stands behind a method of a REST API, or why that cannot be run. */
export function readIntegration(graph: Graph, method: Resource): RestRoute['integration'] | string {
  const ofMethod = (type: string) =>
    byType(graph, type).filter(
      ({ inputs }) =>
        inputs.restApi === method.inputs.restApi &&
        inputs.resourceId === method.inputs.resourceId &&
        inputs.httpMethod === method.inputs.httpMethod,
    )
  const inputs = ofMethod('aws:apigateway/integration:Integration')[0]?.inputs ?? {}
  if (inputs.type === 'MOCK') {
    return readMock(
      inputs,
      ofMethod('aws:apigateway/integrationResponse:IntegrationResponse'),
      ofMethod('aws:apigateway/methodResponse:MethodResponse'),
    )
  }
  const functionId = functionIdOf(graph, inputs.uri)
  if (inputs.type !== 'AWS_PROXY' || !functionId) return 'has no function behind it'
  return { type: 'AWS_PROXY', functionId, timeoutMs: Number(inputs.timeoutMilliseconds ?? defaultTimeoutMs) }
}

function readMock(
  inputs: Properties,
  integrationResponses: Resource[],
  methodResponses: Resource[],
): MockIntegration | string {
  const requestTemplates = (inputs.requestTemplates ?? {}) as Record<string, string>
  const responses = integrationResponses.map(readMockResponse)

  const undeclared = responses.find(
    ({ statusCode }) => !methodResponses.some(({ inputs: of }) => Number(of.statusCode) === statusCode),
  )
  if (undeclared) return `answers ${undeclared.statusCode}, which no method response declares`
  const texts = [requestTemplates, ...responses.map(({ templates }) => templates)].flatMap(Object.values)
  const reason = unsupportedText(
    texts,
    responses.flatMap(({ headers }) => Object.values(headers)),
  )
  if (reason) return reason

  return {
    type: 'MOCK',
    requestTemplates,
    passthroughBehavior: (inputs.passthroughBehavior ??
      'WHEN_NO_MATCH') as MockIntegration['passthroughBehavior'],
    responses,
  }
}

function readMockResponse({ inputs }: Resource): MockResponse {
  const { selectionPattern } = inputs
  return {
    statusCode: Number(inputs.statusCode),
    ...(selectionPattern ? { selectionPattern: String(selectionPattern) } : {}),
    headers: headersOf(inputs.responseParameters, 'method.response.header.'),
    templates: (inputs.responseTemplates ?? {}) as Record<string, string>,
  }
}

/** Header names with their mappings. */
export function headersOf(parameters: unknown, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries((parameters ?? {}) as Record<string, string>).flatMap(([name, mapping]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), mapping]] : [],
    ),
  )
}

/** Why templates or header mappings cannot be rendered, if so. */
export function unsupportedText(
  templates: readonly string[],
  mappings: readonly string[],
): string | undefined {
  const mapping = mappings.find(candidate => !isSupportedHeader(candidate))
  const found = mapping ?? templates.map(unsupportedInTemplate).find(Boolean)
  return found && `has ${found} in a template, which is not run offline`
}
