import { AppError } from '@latchkey/core/errors'
import { fieldMessages } from '@latchkey/core/field-messages'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import * as v from 'valibot'

/** Bytes. The longest body, a passkey that answers a challenge, is about half of this. */
export const maxBodyBytes = 8 * 1024

/**
 * The body of a request, parsed by its schema.
 *
 * Refuses what is not JSON, what is too large, unknown keys, and values that
 * break a rule, the last two with a message for each field.
 */
export function parseBody<S extends v.GenericSchema>(
  event: APIGatewayProxyEvent,
  schema: S,
): v.InferOutput<S> {
  const contentType = header(event, 'content-type')?.split(';')[0]?.trim().toLowerCase()
  if (contentType !== 'application/json') throw new AppError('unsupported_media_type')

  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length > maxBodyBytes) throw new AppError('payload_too_large')

  const value = parseJson(bytes)
  return parse(schema, Array.isArray(value) ? undefined : value)
}

/** The parameters of a path, parsed by their schema. */
export const parseParams = <S extends v.GenericSchema>(event: APIGatewayProxyEvent, schema: S) =>
  parse(schema, event.pathParameters)

function parse<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortPipeEarly: true })
  if (result.success) return result.output
  throw new AppError('invalid_request', undefined, { fields: fieldMessages(result.issues) })
}

/** A header's value, by its name in lower case. The last one wins where it is repeated. */
export function header({ headers }: Pick<APIGatewayProxyEvent, 'headers'>, name: string): string | undefined {
  const key = Object.keys(headers ?? {}).find(candidate => candidate.toLowerCase() === name)
  return key && headers[key]
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new AppError('invalid_request', 'The body is not valid JSON.', { cause })
  }
}
