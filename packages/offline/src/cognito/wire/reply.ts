/** How an answer looks on the wire: AWS JSON 1.1. */
import type { ServiceError } from '../errors.ts'

export type Reply = { status: number; headers: Record<string, string>; body: string }

const jsonType = { 'Content-Type': 'application/x-amz-json-1.1' }

/** A header takes neither line breaks nor what is beyond ASCII, and clients limit its length. */
const maxHeaderText = 1024

/** An operation without an output structure has no body at all. */
export const success = (output: object | undefined): Reply => ({
  status: 200,
  headers: jsonType,
  body: output === undefined ? '' : JSON.stringify(output, withTimestamps),
})

/** Points in time are seconds since the epoch, with a fraction. */
function withTimestamps(this: Record<string, unknown>, key: string, value: unknown) {
  const member = this[key]
  return member instanceof Date ? member.getTime() / 1000 : value
}

/** Type and text stand both in the body and in headers, the type with a colon after it. */
export function refusal({ type, message, status }: ServiceError): Reply {
  return {
    status,
    headers: {
      ...jsonType,
      'x-amzn-ErrorType': `${type}:`,
      ...(message && { 'x-amzn-ErrorMessage': headerText(message) }),
    },
    body: JSON.stringify({ __type: type, ...(message && { message }) }),
  }
}

function headerText(message: string) {
  return message
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, maxHeaderText)
    .trim()
}
