/**
 * One JSON line for each request, and for what a trigger did. Every field is
 * named here: whole events, bodies and headers are never logged, because they
 * hold passwords, codes and tokens.
 */
import { AppError, type ErrorCode } from '@latchkey/core/errors'

export type RequestLog = {
  requestId: string
  /** Method and path, as in the contract. */
  route: string
  outcome: 'ok' | ErrorCode
  status: number
  durationMs: number
  /** The user's `sub`, where a token has proven it. */
  sub?: string
  /** What went wrong, when it was not the caller's doing. */
  error?: ErrorLog
}

type ErrorLog = { name: string; message: string; stack?: string | undefined; cause?: ErrorLog }

/** What a function did that the user pool called. */
export type TriggerLog = {
  requestId: string
  /** As the event has it: `PostConfirmation_ConfirmForgotPassword`. */
  trigger: string
  outcome: 'ok' | 'sessions_live_on'
  sub: string | undefined
  error?: ErrorLog | undefined
}

export const logRequest = (entry: RequestLog) => write(entry.status >= 500 ? 'error' : 'info', entry)

export const logTrigger = (entry: TriggerLog) => write(entry.error ? 'error' : 'info', entry)

function write(level: 'error' | 'info', entry: RequestLog | TriggerLog) {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, ...entry })}\n`)
}

/** A bug with its stack; a failure behind us with its cause; nothing about what callers do wrong. */
export function describe(error: unknown): ErrorLog | undefined {
  if (!(error instanceof AppError)) return describeError(error)
  return error.status >= 500 ? describeError(error.cause) : undefined
}

function describeError(error: unknown): ErrorLog | undefined {
  if (error === undefined) return undefined
  if (!(error instanceof Error))
    return { name: typeof error, message: 'Something that is not an Error was thrown.' }
  const cause = describeError(error.cause)
  return { name: error.name, message: error.message, stack: error.stack, ...(cause && { cause }) }
}
