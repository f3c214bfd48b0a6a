import { AppError } from '@latchkey/core/errors'
import { fieldMessages } from '@latchkey/core/field-messages'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import * as v from 'valibot'
import { parseJson } from './json.ts'

/** Bytes. The longest body, a passkey that answers a challenge, is about half of this. */
export const maxBodyBytes = 8 * 1024

/**
 * The body of a request, parsed by its schema; nothing where a route has none.
 *
 * Refuses what is not JSON, what is too large, a body where none is expected,
 * unknown keys, and values that break a rule, the last two with a message for
 * each field.
 */
export function parseBody<S extends v.GenericSchema>(
  event: APIGatewayProxyEvent,
  schema: S | undefined,
): v.InferOutput<S> | undefined {
  const contentType = header(event, 'content-type')?.split(';')[0]?.trim().toLowerCase()
  const isJson = contentType === 'application/json'
  if (!isJson && (schema || contentType !== undefined)) throw new AppError('unsupported_media_type')

  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length > maxBodyBytes) throw new AppError('payload_too_large')
  if (!schema && bytes.length > 0) throw new AppError('invalid_request', 'This request takes no body.')
  if (!schema) return undefined

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

type WithHeaders = Pick<APIGatewayProxyEvent, 'multiValueHeaders'>

/** A header's value, by its name in lower case. One that is repeated has all its values, which fit nothing. */
export function header(event: WithHeaders, name: string): string | undefined {
  const values = headerValues(event, name)
  return values.length > 0 ? values.join(', ') : undefined
}

export const headerValues = ({ multiValueHeaders }: WithHeaders, name: string): string[] =>
  Object.entries(multiValueHeaders ?? {}).flatMap(([candidate, values]) =>
    candidate.toLowerCase() === name ? (values ?? []) : [],
  )
