/**
 * What the API says where the gateway refuses: the response for the type of
 * refusal, else that for all of its kind, else API Gateway's own words.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
import type { IncomingMessage } from 'node:http'
import type { GatewayResponse, RestApi } from '../../config/model.ts'
import type { GatewayAnswer } from '../gateway-answer.ts'
import { type Context, renderHeader, renderTemplate } from './context-text.ts'
import type { Refusal } from './gateway-error.ts'
import { templateFor } from './media-types.ts'

export function createGatewayResponses({ gatewayResponses }: Pick<RestApi, 'gatewayResponses'>) {
  return (refusal: Refusal, request: IncomingMessage, context: Context): GatewayAnswer => {
    const { status, errorType, responseType } = refusal
    const own: GatewayResponse | undefined = responseType
      ? (gatewayResponses[responseType] ?? gatewayResponses[`DEFAULT_${Math.floor(status / 100)}XX`])
      : undefined
    const template = templateFor(own?.templates ?? {}, request.headers.accept)
    const all: Context = {
      ...context,
      'error.message': refusal.message ?? '',
      'error.messageString': JSON.stringify(refusal.message),
      'error.responseType': responseType ?? '',
    }

    const headers = new Map([['Content-Type', [template?.contentType ?? 'application/json']]])
    headers.set('x-amzn-ErrorType', [errorType])
    for (const [name, mapping] of Object.entries(own?.headers ?? {})) {
      const value = renderHeader(mapping, request, all)
      if (value !== undefined) headers.set(name, [value])
    }
    return {
      statusCode: own?.statusCode ?? status,
      headers,
      body: template ? renderTemplate(template.text, all) : refusal.body,
    }
  }
}
