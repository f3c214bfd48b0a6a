/** How much the app can do at most, with as many visitors at a time as there are connections, on a machine that they share. */
import { createHttpClient } from './http-client.ts'
import { connections, inParallel, type LoadedApp } from './load-run.ts'
import { createVisits, type Visit, visitAt } from './load-visits.ts'

const warmUpSeconds = 2

/** Requests a second. Rejects where one is not answered as it should be. */
export async function measureCapacity(
  app: LoadedApp,
  { users, seconds }: { users: number; seconds: number },
) {
  using client = createHttpClient(app.url)
  let answers = 0
  const visits = createVisits({ client, users, most: 10 * connections, onAnswer: () => answers++ })

  async function rate(next: (index: number) => Visit) {
    let begun = 0
    let endMs = performance.now() + warmUpSeconds * 1000
    const run = () =>
      inParallel(connections, async () => {
        while (performance.now() < endMs) await visits[next(begun++)]()
      })
    await run()
    answers = 0
    const startMs = performance.now()
    endMs = startMs + seconds * 1000
    await run()
    return (answers * 1000) / (performance.now() - startMs)
  }

  const signIns = await rate(() => 'signIn')
  const refreshes = await rate(() => 'refresh')
  const mixed = await rate(visitAt)
  // Soon after the others: tokens that are not renewed while it lasts must not expire.
  const secrets = await rate(() => 'readSecret')
  return { signIns, refreshes, secrets, mixed }
}
