/**
 * Listens on the loopback addresses, and on nothing that another machine can
 * reach. `localhost` may resolve to ::1 before 127.0.0.1, so both lead to the
 * one server; a machine without IPv6 has the one only.
 */
import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, createServer, type Server as SocketServer } from 'node:net'

export type Listening = { port: number; close(): Promise<void> }

/** Chances that the free port which IPv4 gets is free on IPv6 too. */
const attempts = 5

/** Port 0 takes any that is free. One that is taken rejects with Node's EADDRINUSE. */
export async function listen(server: Server, port: number): Promise<Listening> {
  for (let attempt = 1; ; attempt++) {
    await open(server, port, '127.0.0.1')
    const bound = (server.address() as AddressInfo).port
    try {
      const companion = await openCompanion(server, bound)
      return {
        port: bound,
        async close() {
          await Promise.all([closed(server), companion && closed(companion), server.closeAllConnections()])
        },
      }
    } catch (error) {
      await closed(server)
      if (port !== 0 || attempt === attempts) throw error
    }
  }
}

/** Accepts connections on IPv6 and hands them over. */
async function openCompanion(server: Server, port: number): Promise<SocketServer | undefined> {
  const companion = createServer(socket => server.emit('connection', socket))
  try {
    await open(companion, port, '::1')
    return companion
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw error
    return undefined
  }
}

async function open(server: SocketServer, port: number, host: string) {
  server.listen(port, host)
  await once(server, 'listening')
}

async function closed(server: SocketServer) {
  const end = once(server, 'close')
  server.close()
  await end
}
