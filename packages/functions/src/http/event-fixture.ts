import type { APIGatewayProxyEvent } from 'aws-lambda'

type EventOptions = {
  body?: unknown
  headers?: Record<string, string>
  claims?: Record<string, string>
}

/** An event of the proxy integration, as far as the adapter reads it. A body that is no string is sent as JSON. */
export function proxyEvent({
  body,
  headers = { 'Content-Type': 'application/json' },
  claims,
}: EventOptions = {}) {
  return {
    headers,
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { requestId: 'request-1', ...(claims && { authorizer: { claims } }) },
  } as unknown as APIGatewayProxyEvent
}
