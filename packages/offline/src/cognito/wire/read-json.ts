import type { IncomingMessage } from 'node:http'
import { ServiceError } from '../errors.ts'
import { openText } from '../rules/open-texts.ts'
import { unreadable } from './shape.ts'

/** Far above what any operation needs: its longest members are a few thousand characters. */
const maxBodyBytes = 256 * 1024

/** The JSON of a request. Nothing at all is read as no members. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request)
  if (body.length === 0) return {}
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw unreadable()
  }
}

/** Reads on beyond the limit without keeping what comes, so that the sender gets to hear the refusal. */
async function readBody(request: IncomingMessage) {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= maxBodyBytes) chunks.push(chunk)
    else chunks.length = 0
  }
  if (bytes > maxBodyBytes) {
    throw new ServiceError('RequestEntityTooLargeException', openText.bodyTooLarge, 413)
  }
  return Buffer.concat(chunks)
}
