/**
 * What API Gateway answers by itself, in its default gateway responses.
 *
 * The bodies are kept as text because API Gateway does not write all of them
 * alike: some have a space behind the colon.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const responses = {
  missingAuthenticationToken: {
    status: 403,
    errorType: 'MissingAuthenticationTokenException',
    body: '{"message":"Missing Authentication Token"}',
  },
  unauthorized: { status: 401, errorType: 'UnauthorizedException', body: '{"message":"Unauthorized"}' },
  expiredToken: {
    status: 401,
    errorType: 'UnauthorizedException',
    body: '{"message":"The incoming token has expired"}',
  },
  /** The authorizer itself failed: the pool's keys could not be had. */
  authorizerFailure: {
    status: 500,
    errorType: 'AuthorizerConfigurationException',
    body: '{"message":null}',
  },
  badRequestBody: {
    status: 400,
    errorType: 'BadRequestException',
    body: '{"message": "Invalid request body"}',
  },
  /** AWS documents the limit and not the wording of its refusal. The next one is the same. */
  requestTooLarge: {
    status: 413,
    errorType: 'RequestTooLargeException',
    body: '{"message":"Request Too Long"}',
  },
  headersTooLarge: {
    status: 431,
    errorType: 'RequestHeaderFieldsTooLargeException',
    body: '{"message":"Request Header Fields Too Large"}',
  },
  throttled: {
    status: 429,
    errorType: 'TooManyRequestsException',
    body: '{"message":"Too Many Requests"}',
  },
  badIntegrationResponse: {
    status: 502,
    errorType: 'InternalServerErrorException',
    body: '{"message": "Internal server error"}',
  },
  internal: {
    status: 500,
    errorType: 'InternalServerErrorException',
    body: '{"message": "Internal server error"}',
  },
  integrationTimeout: {
    status: 504,
    errorType: 'InternalServerErrorException',
    body: '{"message": "Endpoint request timed out"}',
  },
} as const satisfies Record<string, GatewayResponse>

export type GatewayResponse = { status: number; errorType: string; body: string }

/** A refusal by the gateway, thrown from wherever it is found out. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly response: GatewayResponse

  constructor(response: keyof typeof responses | GatewayResponse, options?: ErrorOptions) {
    const known = typeof response === 'string' ? responses[response] : response
    super(`${known.status} ${known.errorType}`, options)
    this.response = known
  }
}
