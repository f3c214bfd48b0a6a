import type { APIGatewayProxyEvent } from 'aws-lambda'

type EventOptions = {
  method?: string
  body?: unknown
  headers?: Record<string, string>
  /** As our own page's browser sends them: `name=value; name=value`. */
  cookie?: string
  claims?: Record<string, string>
  params?: Record<string, string>
  /** Milliseconds since 1970. */
  atMs?: number
}

/** An event of the proxy integration, as far as the adapter reads it. A body that is no string is sent as JSON. */
export function proxyEvent({
  method = 'POST',
  body,
  headers = { 'Content-Type': 'application/json' },
  cookie,
  claims,
  params,
  atMs = Date.now(),
}: EventOptions = {}) {
  const sent = {
    ...headers,
    ...(cookie !== undefined && { 'Sec-Fetch-Site': 'same-origin', Cookie: cookie }),
  }
  return {
    httpMethod: method,
    multiValueHeaders: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, [value]])),
    pathParameters: params ?? null,
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'request-1',
      requestTimeEpoch: atMs,
      identity: { sourceIp: '192.0.2.1' },
      ...(claims && { authorizer: { claims } }),
    },
  } as unknown as APIGatewayProxyEvent
}
