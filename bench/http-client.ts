/** Requests over connections that are kept. They cost this machine, which has the app to run besides, less than `fetch`. */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'

export type Request = {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: object
}

export type Answer = { status: number; body: string; setCookies: readonly string[] }

export type HttpClient = ReturnType<typeof createHttpClient>

export function createHttpClient(url: string) {
  // With a limit of its own an agent minds the server's as well: what has been idle is dropped before it is closed.
  const agent = new Agent({ keepAlive: true, timeout: 60_000 })
  return {
    /** Rejects where there is no answer. */
    async send({ method, path, headers, body }: Request): Promise<Answer> {
      const sent = request(`${url}${path}`, {
        agent,
        method,
        headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      })
      sent.end(body && JSON.stringify(body))
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      return {
        status: response.statusCode ?? 0,
        body: await text(response),
        setCookies: response.headers['set-cookie'] ?? [],
      }
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}
