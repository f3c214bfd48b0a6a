/** Requests exactly as they are written down, for what `fetch` would tidy up or refuse to send. */
import { Agent, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

export type HttpRequest = {
  method: string
  /** With query string, as it is to stand in the first line. */
  path: string
  /** In this order, repeated where they are repeated. */
  headers: readonly (readonly [name: string, value: string])[]
  body?: string | Buffer | undefined
}

export type HttpAnswer = {
  status: number
  /** By name in lower case; values of a repeated one are joined, but for `set-cookie`. */
  headers: Partial<Record<string, string | string[]>>
  body: string
}

/** Keeps connections open, as browsers and CloudFront do. */
export function createHttpClient(url: string) {
  const { hostname, port, host } = new URL(url)
  const agent = new Agent({ keepAlive: true })

  return {
    async send({ method, path, headers, body }: HttpRequest): Promise<HttpAnswer> {
      const length = body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(body))]
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const lines = [['Host', host], ...headers].flat()
        request({ hostname, port, agent, method, path, headers: [...lines, ...length] }, resolve)
          .on('error', reject)
          .end(body)
      })
      return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) }
    },

    /** Sends bytes that need not be a request, and gives what the server says to that. It may well wait for more. */
    sendRaw(bytes: string | Buffer, patienceMs = 500): Promise<string> {
      return new Promise(resolve => {
        const socket = connect({ host: hostname, port: Number(port) })
        const received: Buffer[] = []
        socket.setTimeout(patienceMs, () => socket.destroy())
        socket.on('data', chunk => received.push(chunk))
        // Who has said all there is to say may hang up while bytes are still coming.
        socket.on('error', () => socket.destroy())
        socket.on('close', () => resolve(Buffer.concat(received).toString('latin1')))
        socket.write(bytes)
      })
    },

    close: () => agent.destroy(),
  }
}

export type HttpClient = ReturnType<typeof createHttpClient>

/** To be read, and to be sent once more by hand. */
export function writtenOut({ method, path, headers, body }: HttpRequest): string {
  const lines = headers.map(([name, value]) => `${name}: ${shortened(value)}`)
  const written = typeof body === 'string' ? shortened(JSON.stringify(body)) : body?.toString('hex')
  return [`${method} ${shortened(path)}`, ...lines, '', written ?? '(no body)'].join('\n')
}

const shortened = (value: string) =>
  value.length > 2000 ? `${value.slice(0, 2000)}… (${value.length} characters)` : value
