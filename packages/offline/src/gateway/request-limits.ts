/**
 * How much of a request API Gateway takes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
import type { IncomingMessage } from 'node:http'

const bodyLimitBytes = 10 * 1024 * 1024

/** Of the names and values of all headers together; an HTTP API counts the request line too. */
export const headersLimitBytes = 10_240

export function headerBytes({ rawHeaders }: IncomingMessage): number {
  // Node reads header bytes as Latin-1, so a character is a byte.
  return rawHeaders.reduce((sum, text) => sum + text.length, 0)
}

/** The client went away before its request was complete, so that there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'
}

/** The body is above the limit. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
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
      throw new BodyTooLarge(`The body is larger than ${bodyLimitBytes} bytes.`)
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
