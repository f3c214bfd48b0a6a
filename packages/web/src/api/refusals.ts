/**
 * Every way in which a request can fail, as the one error class.
 *
 * Our functions answer with an error body from the table. What the gateway or
 * the edge refuses before a function runs carries only a status that we can
 * rely on: API Gateway's own bodies are prose, and the edge may send HTML.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
import { AppError, ErrorBody, type ErrorCode } from '@latchkey/core/errors'
import * as v from 'valibot'
import {
  noAnswerInTime,
  notAccepted,
  unreachable as notReached,
  reloadFirst,
} from '../words/sentences/requests.ts'

type Refusal = readonly [code: ErrorCode, message?: string]

/** For statuses that are not here: `internal`. */
const refusalByStatus: Readonly<Record<number, Refusal>> = {
  400: ['invalid_request', notAccepted],
  401: ['session_ended'],
  403: ['request_refused', reloadFirst],
  413: ['payload_too_large'],
  415: ['unsupported_media_type'],
  // For everybody's requests together, not for this visitor's attempts: those our functions count.
  429: ['busy'],
  502: ['upstream_unavailable'],
  503: ['busy'],
  504: ['upstream_timeout'],
}

/** What a response says that is not a success. */
export function refusalFrom(response: Pick<Response, 'status' | 'headers'>, text: string): AppError {
  const retryAfterSeconds = secondsFrom(response.headers.get('Retry-After'))
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds }

  const body = v.safeParse(ErrorBody, parsed(text))
  if (body.success) {
    const { code, message, fields } = body.output
    return new AppError(code, message, { ...wait, ...(fields && { fields }) })
  }

  const [code, message] = refusalByStatus[response.status] ?? ['internal']
  return new AppError(code, message, { ...wait, cause: { status: response.status, text } })
}

/** No answer came: the network failed, or our patience did. */
export function unreachable(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new AppError('upstream_timeout', noAnswerInTime, { cause: error })
  }
  return new AppError('upstream_unavailable', notReached, { cause: error })
}

/** A success that is not in the form that was agreed. */
export const unreadable = (cause: unknown) => new AppError('internal', undefined, { cause })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Nobody is told to wait for longer than a day or so; the form with a date is not used by our API. */
function secondsFrom(header: string | null): number | undefined {
  return header !== null && /^\d{1,5}$/.test(header) ? Number(header) : undefined
}
