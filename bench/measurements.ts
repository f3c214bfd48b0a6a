/** What is measured of each contestant. Every number comes from a process that was started for it. */
import autocannon from 'autocannon'
import { type Contestant, code, type Server, start } from './contestants.ts'
import { newPlace } from './process.ts'
import { call, headersOf } from './wire.ts'

const Password = 'Correct-horse-7'

export async function boot(contestant: Contestant, place: { directory: string }, keepsCompiled: boolean) {
  const server = await start(contestant, place, { keepsCompiled })
  const result = { bootMs: server.bootMs, residentMegabytes: server.residentMegabytes() }
  await server.stop()
  return result
}

/** Pool, client, keys and what Node compiles are there when the ones that count are started. */
export async function prepare(contestant: Contestant, place: { directory: string }) {
  for (let start = 1; start <= 2; start++) await withServer(contestant, place, contestant.client)
}

/** Sign-ins a second, of so many users, at each number of connections. */
export async function signInRates(
  contestant: Contestant,
  { users, seconds, connections }: { users: number; seconds: number; connections: readonly number[] },
) {
  using place = newPlace()
  return await withServer(contestant, place, async server => {
    const ClientId = await contestant.client(server)
    const names = Array.from({ length: users }, (_, index) => `user-${index}@example.test`)
    for (const name of names) {
      await signUp(server, ClientId, name)
      await call(server.url, 'ConfirmSignUp', { ClientId, Username: name, ConfirmationCode: code })
    }
    const bodies = names.map(USERNAME =>
      JSON.stringify({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId,
        AuthParameters: { USERNAME, PASSWORD: Password },
      }),
    )
    const load = async (duration: number, count: number) => {
      const { requests, non2xx, errors } = await autocannon({
        url: server.url,
        method: 'POST',
        headers: headersOf('InitiateAuth'),
        connections: count,
        duration,
        requests: bodies.map(body => ({ body })),
      })
      if (non2xx + errors > 0) throw new Error(`${contestant.name}: ${non2xx + errors} sign-ins failed.`)
      return requests.average
    }
    await load(1, 4)
    const rates: number[] = []
    for (const count of connections) rates.push(await load(seconds, count))
    return rates
  })
}

/** Milliseconds that each of so many sign-ups takes, one after the other. */
export async function signUpLatencies(contestant: Contestant, users: number) {
  using place = newPlace()
  return await withServer(contestant, place, async server => {
    const ClientId = await contestant.client(server)
    // A program that has just started is slow for that reason alone.
    for (let index = 0; index < 300; index++) await signUp(server, ClientId, `warm-up-${index}@example.test`)
    const latencies: number[] = []
    for (let index = 0; index < users; index++) {
      const startedMs = performance.now()
      await signUp(server, ClientId, `user-${index}@example.test`)
      latencies.push(performance.now() - startedMs)
    }
    return latencies
  })
}

const signUp = ({ url }: Server, ClientId: string, Username: string) =>
  call(url, 'SignUp', {
    ClientId,
    Username,
    Password,
    UserAttributes: [{ Name: 'email', Value: Username }],
  })

async function withServer<Result>(
  contestant: Contestant,
  place: { directory: string },
  work: (server: Server) => Promise<Result>,
) {
  const server = await start(contestant, place)
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}
