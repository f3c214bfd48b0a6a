/**
 * One JSON line for each request, and for what a trigger did. Every field is
 * named here: whole events, bodies and headers are never logged, because they
 * hold passwords, codes and tokens.
 *
 * | Field | What it says |
 * | --- | --- |
 * | `time` | when, ISO 8601 in UTC |
 * | `level` | `info`; `warn` for what guessing looks like, and other sites; `error` for failures that are not the caller's doing |
 * | `requestId` | of the gateway, as the caller was told it too |
 * | `route` | what: method and path, as in the contract |
 * | `outcome`, `status` | `ok`, or the code of the error table |
 * | `durationMs` | |
 * | `ip` | who the gateway was called by; behind CloudFront that is CloudFront's own address |
 * | `factor` | by what the caller meant to prove themselves |
 * | `sub` | who, where a token proves it: one that came along, or one that the request has earned |
 * | `name` | who, where a name was only typed: a keyed digest of it |
 * | `session`, `newSession` | keyed digests of the refresh token that came along, and of the one handed out |
 * | `error` | what went wrong |
 *
 * People type passwords where a name belongs, so what they type is not logged.
 * Its digest lets attempts on one name be counted; the line of a sign-in that
 * succeeds has both, and so tells whose name it is. In the same way a session
 * is followed from the line with its `sub` to the one where it is ended or
 * refused, where nothing else says whose it was.
 */
import { AppError, type ErrorCode } from '@latchkey/core/errors'

export type Factor = 'password' | 'totp' | 'passkey' | 'code' | 'session'

export type RequestLog = {
  requestId: string
  route: string
  outcome: 'ok' | ErrorCode
  status: number
  durationMs: number
  ip?: string | undefined
  factor?: Factor | undefined
  sub?: string | undefined
  name?: string | undefined
  session?: string | undefined
  newSession?: string | undefined
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

const suspicious: ReadonlySet<string> = new Set<ErrorCode>([
  'invalid_credentials',
  'code_mismatch',
  'too_many_attempts',
  'request_refused',
])

export function logRequest(entry: RequestLog) {
  const level = suspicious.has(entry.outcome) ? 'warn' : 'info'
  write(entry.status >= 500 ? 'error' : level, entry)
}

export const logTrigger = (entry: TriggerLog) => write(entry.error ? 'error' : 'info', entry)

function write(level: 'error' | 'warn' | 'info', entry: RequestLog | TriggerLog) {
  const line = JSON.stringify({ time: new Date().toISOString(), level, ...entry })
  process.stdout.write(`${line.replace(unprintable, escaped)}\n`)
}

/** What JSON may hold as it is, and some readers take for the end of a line, a command to a terminal or another order of letters. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu

const escaped = (character: string) =>
  Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
    .map(unit => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')

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
  // A stack begins with the message, as it was.
  const stack = error.stack?.split('\n').filter(line => /^ {4}at /.test(line))
  return {
    name: error.name,
    message: withoutQuotations(error.message),
    stack: stack?.join('\n'),
    ...(cause && { cause }),
  }
}

/** Whose messages quote what they were given, which may be anything that somebody has sent. */
const quotations = [
  // V8's JSON.parse: `Unexpected token 'h', "hunter2" is not valid JSON`. From the first quotation mark alone:
  // what holds many would be searched from each of them to its end.
  /(?:\.\.\.)?"(?<=^[^"]*").*"(?:\.\.\.)?(?= is not valid JSON)/s,
  // Valibot: `Invalid type: Expected boolean but received "hunter2"`.
  /(?<= [Rr]eceived )".*"/s,
  // Node.js: `The "value" argument must be of type number. Received type string ('hunter2')`.
  /(?<=Received type string )\('.*'\)/s,
  // Cognito: `1 validation error detected: Value 'hunter2' at 'username' failed to satisfy constraint`.
  /(?<=\bValue )'.*?'(?= at ')/gs,
]

const withoutQuotations = (message: string) =>
  quotations.reduce((text, quotation) => text.replace(quotation, '…'), message)
