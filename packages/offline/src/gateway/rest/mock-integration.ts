/**
 * A mock integration: the gateway answers by itself, with the response that
 * fits the status in the request template. SST's `cors: true` makes one for
 * the preflight requests of each path.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
import type { IncomingMessage } from 'node:http'
import type { MockIntegration } from '../../config/model.ts'
import { type GatewayAnswer, mediaType } from '../gateway-answer.ts'
import { type Context, renderHeader, renderTemplate } from './context-text.ts'
import { GatewayError } from './gateway-error.ts'
import { templateFor } from './media-types.ts'

export function answerMock(
  { requestTemplates, passthroughBehavior, responses }: MockIntegration,
  request: IncomingMessage,
  body: string,
  context: Context,
): GatewayAnswer {
  const contentType = mediaType(request.headers['content-type'] ?? 'application/json')
  const template = Object.hasOwn(requestTemplates, contentType) ? requestTemplates[contentType] : undefined
  const hasTemplates = Object.keys(requestTemplates).length > 0
  const isRefused =
    passthroughBehavior === 'NEVER' || (passthroughBehavior !== 'WHEN_NO_MATCH' && hasTemplates)
  if (template === undefined && isRefused) throw new GatewayError('unsupportedMediaType')

  const status = statusIn(template === undefined ? body : renderTemplate(template, context))
  const response =
    responses.find(
      ({ selectionPattern }) => selectionPattern && new RegExp(`^(?:${selectionPattern})$`).test(status),
    ) ?? responses.find(({ selectionPattern }) => !selectionPattern)
  if (!response) throw new GatewayError('internal', { cause: new Error(`No response fits ${status}.`) })

  const answer = templateFor(response.templates, request.headers.accept)
  const headers = new Map([['Content-Type', [answer?.contentType ?? 'application/json']]])
  for (const [name, mapping] of Object.entries(response.headers)) {
    const value = renderHeader(mapping, request, context)
    if (value !== undefined) headers.set(name, [value])
  }
  return {
    statusCode: response.statusCode,
    headers,
    body: answer ? renderTemplate(answer.text, context) : '',
  }
}

/** The templates need not be JSON to the letter: SST's own has no quotes. */
function statusIn(text: string): string {
  const status = /["']?statusCode["']?\s*:\s*["']?(\d{3})\b/.exec(text)?.[1]
  if (!status) {
    throw new GatewayError('internal', { cause: new Error('The mock request has no statusCode.') })
  }
  return status
}
