import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A page with nothing on it, which is not ours: under any name of this machine, on a port of its own. */
export async function emptySite(host = 'localhost') {
  const asked: string[] = []
  const server = createServer(({ url = '' }, response) => {
    asked.push(url)
    response
      .setHeader('Content-Type', 'text/html')
      .end('<!doctype html><title>x</title><link rel="icon" href="data:,">')
  }).listen(0, host)
  await once(server, 'listening')
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    /** Paths that somebody has asked it for. */
    asked,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
