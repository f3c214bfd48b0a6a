/**
 * How much of a request API Gateway takes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
import type { IncomingMessage } from 'node:http'
import { GatewayError } from './gateway-error.ts'

const bodyLimitBytes = 10 * 1024 * 1024
/** Names and values of all headers together. */
const headersLimitBytes = 10_240

export function refuseLargeHeaders({ rawHeaders }: IncomingMessage) {
  // Node reads header bytes as Latin-1, so a character is a byte.
  const bytes = rawHeaders.reduce((sum, text) => sum + text.length, 0)
  if (bytes > headersLimitBytes) throw new GatewayError('headersTooLarge')
}

/** The client went away before its request was complete, so that there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'
}

/** The whole body. One that is too large is read no further than the limit. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunksOf(request)) {
    bytes += chunk.length
    if (bytes > bodyLimitBytes) {
      // What is still coming is let through to nowhere, so that the client gets to read the answer.
      request.resume()
      throw new GatewayError('requestTooLarge')
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes)
}

async function* chunksOf(request: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* request.iterator({ destroyOnReturn: false })
  } catch (cause) {
    throw new ClientGone('The request broke off.', { cause })
  }
}
