/**
 * What a REST API answers by itself, in its default gateway responses.
 *
 * The bodies are kept as text because API Gateway does not write all of them
 * alike: some have a space behind the colon.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export type Refusal = {
  status: number
  errorType: string
  message: string | null
  body: string
  /** By which the API may give it a response of its own. Without one it is said before the API is reached. */
  responseType?: string
}

const refusal = (
  status: number,
  errorType: string,
  message: string | null,
  responseType?: string,
): Refusal => ({
  status,
  errorType,
  message,
  body: JSON.stringify({ message }),
  ...(responseType && { responseType }),
})

const spaced = (...parts: Parameters<typeof refusal>): Refusal => {
  const plain = refusal(...parts)
  return { ...plain, body: `{"message": ${JSON.stringify(plain.message)}}` }
}

const refusals = {
  /** There is no such stage. */
  noStage: refusal(403, 'ForbiddenException', 'Forbidden'),
  missingAuthenticationToken: refusal(
    403,
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
    'MISSING_AUTHENTICATION_TOKEN',
  ),
  unauthorized: refusal(401, 'UnauthorizedException', 'Unauthorized', 'UNAUTHORIZED'),
  expiredToken: refusal(401, 'UnauthorizedException', 'The incoming token has expired', 'UNAUTHORIZED'),
  /** The authorizer itself failed: the pool's keys could not be had. */
  authorizerFailure: refusal(500, 'AuthorizerConfigurationException', null, 'AUTHORIZER_CONFIGURATION_ERROR'),
  badRequestBody: spaced(400, 'BadRequestException', 'Invalid request body', 'BAD_REQUEST_BODY'),
  unsupportedMediaType: refusal(
    415,
    'BadRequestException',
    'Unsupported Media Type',
    'UNSUPPORTED_MEDIA_TYPE',
  ),
  /** AWS documents the limit and not the wording of its refusal. The next one is the same. */
  requestTooLarge: refusal(413, 'RequestTooLargeException', 'Request Too Long'),
  headersTooLarge: refusal(431, 'RequestHeaderFieldsTooLargeException', 'Request Header Fields Too Large'),
  throttled: refusal(429, 'TooManyRequestsException', 'Too Many Requests', 'THROTTLED'),
  badIntegrationResponse: spaced(502, 'InternalServerErrorException', 'Internal server error', 'DEFAULT_5XX'),
  internal: spaced(500, 'InternalServerErrorException', 'Internal server error', 'API_CONFIGURATION_ERROR'),
  integrationTimeout: spaced(
    504,
    'InternalServerErrorException',
    'Endpoint request timed out',
    'INTEGRATION_TIMEOUT',
  ),
} as const

/** A refusal by the gateway, thrown from wherever it is found out. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly refusal: Refusal

  constructor(reason: keyof typeof refusals | Refusal, options?: ErrorOptions) {
    const known = typeof reason === 'string' ? refusals[reason] : reason
    super(`${known.status} ${known.errorType}`, options)
    this.refusal = known
  }
}

/** Says which parameters a request lacks. */
export const missingParameters = (names: readonly string[]) =>
  new GatewayError(
    spaced(
      400,
      'BadRequestException',
      `Missing required request parameters: [${names.join(', ')}]`,
      'BAD_REQUEST_PARAMETERS',
    ),
  )

/**
 * AWS takes an unknown path or method for a call signed with IAM, and says
 * what is wrong with the signature. A bearer token is then a bad signature; it
 * is repeated only as a hash.
 */
export const incompleteSignature = (authorizationHash: string) =>
  new GatewayError(
    refusal(
      403,
      'IncompleteSignatureException',
      `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${authorizationHash}'.`,
      'DEFAULT_4XX',
    ),
  )
