/**
 * What an HTTP API answers by itself. Its words cannot be changed, and AWS
 * documents few of them; the status is what a client can count on.
 */
const refusals = {
  badRequest: { status: 400, message: 'Bad Request' },
  unauthorized: { status: 401, message: 'Unauthorized' },
  forbidden: { status: 403, message: 'Forbidden' },
  notFound: { status: 404, message: 'Not Found' },
  requestTooLarge: { status: 413, message: 'Request Entity Too Large' },
  throttled: { status: 429, message: 'Too Many Requests' },
  headersTooLarge: { status: 431, message: 'Request Header Fields Too Large' },
  internal: { status: 500, message: 'Internal Server Error' },
  integrationTimeout: { status: 503, message: 'Service Unavailable' },
} as const

/** A refusal by the gateway, thrown from wherever it is found out. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number
  readonly body: string
  /** Tells the client how to authenticate. */
  readonly challenge: string | undefined

  constructor(
    reason: keyof typeof refusals,
    { challenge, ...options }: ErrorOptions & { challenge?: string } = {},
  ) {
    const { status, message } = refusals[reason]
    super(`${status} ${message}`, options)
    this.status = status
    this.body = JSON.stringify({ message })
    this.challenge = challenge
  }
}
