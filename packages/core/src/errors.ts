/**
 * Every failure that our functions answer with, and the HTTP status of each.
 *
 * The table is closed: a new kind of failure is a new row. What the gateway
 * refuses before a function runs has API Gateway's own form, not this one.
 */
import * as v from 'valibot'

export const errorTable = {
  invalid_request: { status: 400, message: 'Something is missing or not allowed. Check the marked fields.' },
  password_rejected: { status: 400, message: 'Choose another password.' },
  code_mismatch: {
    status: 400,
    message: 'That code is not the right one. Check it, or ask for a new code.',
  },
  code_expired: { status: 400, message: 'That code has expired. Ask for a new one.' },
  invalid_credentials: { status: 401, message: 'The username or the password is not right.' },
  session_ended: { status: 401, message: 'Your session has ended. Sign in again.' },
  challenge_expired: { status: 401, message: 'That took too long. Sign in again.' },
  account_not_confirmed: {
    status: 403,
    message: 'This account is not confirmed yet. Enter the code from your email.',
  },
  reauthentication_required: { status: 403, message: 'Sign in again to make this change.' },
  request_refused: { status: 403, message: 'This request did not come from our own site.' },
  username_taken: { status: 409, message: 'That username is taken. Choose another one.' },
  payload_too_large: { status: 413, message: 'That is more than we accept in one request.' },
  unsupported_media_type: { status: 415, message: 'Send JSON, with Content-Type: application/json.' },
  too_many_attempts: { status: 429, message: 'Too many attempts. Wait a while, then try again.' },
  internal: { status: 500, message: 'We made a mistake. It has been logged; please try again.' },
  upstream_unavailable: {
    status: 502,
    message: 'The account service is not available. Try again in a moment.',
  },
  busy: { status: 503, message: 'We are very busy. Try again in a moment.' },
  upstream_timeout: { status: 504, message: 'The account service took too long. Try again in a moment.' },
} as const satisfies Record<string, { status: number; message: string }>

export type ErrorCode = keyof typeof errorTable

/**
 * The first thing wrong with each field, in the words of `sentences/`: what a
 * person may be told beyond the one sentence of each code stands there, once,
 * so that a site in another language can find its own sentence by the English.
 */
export type FieldMessages = Readonly<Record<string, string>>

/** The body of every error that a function answers. */
export const ErrorBody = v.object({
  code: v.picklist(Object.keys(errorTable) as ErrorCode[]),
  message: v.string(),
  requestId: v.string(),
  fields: v.optional(v.record(v.string(), v.string())),
})

type Details = {
  fields?: FieldMessages
  /** Seconds until another attempt can succeed. */
  retryAfterSeconds?: number
  cause?: unknown
}

/**
 * A failure that was expected and that a person may read. Decide on `code`;
 * show `message`.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly fields: FieldMessages | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, message?: string, { fields, retryAfterSeconds, cause }: Details = {}) {
    super(message ?? errorTable[code].message, { cause })
    this.code = code
    this.fields = fields
    this.retryAfterSeconds = retryAfterSeconds
  }

  get status(): number {
    return errorTable[this.code].status
  }
}

/** Of a field: told beside it, and as the sentence of the whole. */
export const errorAtField = (code: ErrorCode, field: string, message: string, cause?: unknown) =>
  new AppError(code, message, { cause, fields: { [field]: message } })
