import { type IncomingMessage, ServerResponse } from 'node:http'

/** What an origin says, before the edge has had its say. */
export type OriginAnswer = { statusCode: number; headers: Headers; body: Buffer }

/** A response that is kept instead of sent. */
class KeptResponse extends ServerResponse {
  readonly kept = Promise.withResolvers<Buffer>()

  override end(body?: unknown): this {
    this.kept.resolve(Buffer.from((body ?? '') as string | Buffer))
    return this
  }
}

/** Has `answer` write its response, which is sent by somebody else. */
export async function keepAnswer(
  request: IncomingMessage,
  answer: (response: ServerResponse) => Promise<void>,
): Promise<OriginAnswer> {
  const response = new KeptResponse(request)
  await answer(response)
  const headers = new Headers()
  for (const name of response.getHeaderNames()) {
    for (const value of [response.getHeader(name) ?? []].flat()) headers.append(name, String(value))
  }
  return { statusCode: response.statusCode, headers, body: await response.kept.promise }
}
