/**
 * The texts in which a REST API may put values of the request: body templates
 * and header values. Of API Gateway's template language this is the part that
 * needs no interpreter; `unsupportedIn…` say where a text asks for more.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
import type { IncomingMessage } from 'node:http'

const variables = [
  'apiId',
  'error.message',
  'error.messageString',
  'error.responseType',
  'extendedRequestId',
  'httpMethod',
  'identity.sourceIp',
  'path',
  'requestId',
  'requestTime',
  'requestTimeEpoch',
  'stage',
] as const

/** Values of `$context`, by the name that follows. Those that are missing are empty. */
export type Context = Partial<Record<(typeof variables)[number], string>>

const reference = /\$context\.([A-Za-z]+(?:\.[A-Za-z]+)*)/g

export function renderTemplate(template: string, context: Context): string {
  return template.replace(reference, (_, name: string) => (isVariable(name) ? (context[name] ?? '') : ''))
}

/** What of a template cannot be rendered, if anything. */
export function unsupportedInTemplate(template: string): string | undefined {
  for (const [text, name] of template.matchAll(reference)) {
    if (!isVariable(name)) return text
  }
  return /\$[\w{!]+|#\w+/.exec(template.replace(reference, ''))?.[0]
}

const headerReference = 'method.request.header.'
const contextReference = 'context.'

/** A header's value from its mapping, or nothing where the request lacks it. */
export function renderHeader(
  mapping: string,
  request: IncomingMessage,
  context: Context,
): string | undefined {
  const text = staticText(mapping)
  if (text !== undefined) return text
  if (mapping.startsWith(headerReference)) {
    return request.headersDistinct[mapping.slice(headerReference.length).toLowerCase()]?.at(-1)
  }
  const name = mapping.slice(contextReference.length)
  return isVariable(name) ? context[name] : undefined
}

export function isSupportedHeader(mapping: string): boolean {
  return (
    staticText(mapping) !== undefined ||
    mapping.startsWith(headerReference) ||
    (mapping.startsWith(contextReference) && isVariable(mapping.slice(contextReference.length)))
  )
}

/** Static values stand in single quotes. */
const staticText = (mapping: string) => /^'(.*)'$/s.exec(mapping)?.[1]

const isVariable = (name: string | undefined): name is keyof Context =>
  variables.some(variable => variable === name)
