/**
 * The whole app under a steady load of mixed visits, with thousands of users in its file.
 *
 * Visits begin on time, whether those before them are over or not, as people do; so an app that grows slower
 * is not spared by the generator. That runs in this process, the app in another.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createHttpClient } from './http-client.ts'
import {
  createVisits,
  emailOf,
  password,
  requestsPerVisit,
  type Step,
  shares,
  usernameOf,
  type Visit,
  visitAt,
} from './load-visits.ts'
import { freePort, type Running, startProgram } from './process.ts'
import { fifths, type Sample } from './statistics.ts'
import { call } from './wire.ts'

export type LoadedApp = Running & { url: string; cognitoUrl: string; databaseMegabytes: () => DatabaseSize }

type DatabaseSize = { file: number; log: number }

/**
 * Left to itself, V8 gives each heap that is busy ever more room for what is young, up to 96 MB. For minutes
 * that looks like a leak; it costs no time to do without.
 */
const evenHeap = '--max-semi-space-size=4'

/** On the users that the directory already has. With a speed above 1 its time runs faster than ours. */
export async function startApp(directory: string, speed = 1): Promise<LoadedApp> {
  const [port, cognitoPort] = [await freePort(), await freePort()]
  const url = `http://localhost:${port}`
  const running = await startProgram({
    name: 'the app',
    args: [
      evenHeap,
      join(import.meta.dirname, 'load-app.ts'),
      directory,
      `${port}`,
      `${cognitoPort}`,
      `${speed}`,
    ],
    directory,
    env: {},
    compileCache: undefined,
    isUp: () => isUp(`${url}/__offline/health`),
  })
  const megabytes = (name: string) => statSync(join(directory, name)).size / 1e6
  return {
    ...running,
    url,
    cognitoUrl: `http://localhost:${cognitoPort}`,
    databaseMegabytes: () => ({ file: megabytes('cognito.db'), log: megabytes('cognito.db-wal') }),
  }
}

/** Confirmed users, as an administrator makes them. */
export async function addUsers({ cognitoUrl }: Pick<LoadedApp, 'cognitoUrl'>, count: number) {
  const { UserPools } = await call(cognitoUrl, 'ListUserPools', { MaxResults: 1 })
  const [{ Id: UserPoolId }] = UserPools as [{ Id: string }]
  let next = 0
  await inParallel(connections, async () => {
    while (next < count) {
      const Username = usernameOf(next++)
      await call(cognitoUrl, 'AdminCreateUser', {
        UserPoolId,
        Username,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: emailOf(Username) },
          { Name: 'email_verified', Value: 'true' },
        ],
      })
      const Permanent = true
      await call(cognitoUrl, 'AdminSetUserPassword', { UserPoolId, Username, Password: password, Permanent })
    }
  })
}

export const connections = 16

export const inParallel = (count: number, work: () => Promise<void>) =>
  Promise.all(Array.from({ length: count }, work))

export type LoadRun = {
  durationMs: number
  /** Milliseconds that each answer took. */
  latencies: ReadonlyMap<Step, readonly Sample[]>
  /** Megabytes that the app's process held. */
  memory: readonly Sample[]
  unexpected: readonly string[]
  database: DatabaseSize
}

/** More than this at the same time, and the app is not keeping up. */
const mostAtOnce = 500
/** Everybody's ID token is renewed this often at least; it lives for 300 s. */
const renewalSeconds = 150
const mostVisitors = 300
const memoryEveryMs = 10_000
const fewestMemorySamples = 25

export async function runLoad(
  app: LoadedApp,
  { users, ratePerSecond, durationMs }: { users: number; ratePerSecond: number; durationMs: number },
): Promise<LoadRun> {
  const visitsPerSecond = ratePerSecond / requestsPerVisit
  const latencies = new Map<Step, Sample[]>()
  const memory: Sample[] = []
  const unexpected: string[] = []
  using client = createHttpClient(app.url)
  let startMs = performance.now()
  const visits = createVisits({
    client,
    users,
    most: Math.min(
      mostVisitors,
      Math.floor((renewalSeconds * visitsPerSecond * (shares.refresh + shares.signOut)) / 100),
    ),
    onAnswer(step, startedMs, tookMs) {
      const samples = latencies.get(step) ?? []
      latencies.set(step, samples)
      samples.push({ atMs: startedMs - startMs, value: tookMs })
    },
  })

  // The first call of a function starts it, which is no part of the load.
  for (const visit of Object.values(visits)) await visit()
  latencies.clear()
  startMs = performance.now()

  const underWay = new Set<Promise<void>>()
  function begin(visit: Visit) {
    if (underWay.size >= mostAtOnce) return unexpected.push(`${visit}: ${mostAtOnce} visits are under way.`)
    const work: Promise<void> = visits[visit]()
      .catch((error: Error) => void unexpected.push(error.message))
      .finally(() => underWay.delete(work))
    underWay.add(work)
  }

  // The rate rises while everything warms up: at first nobody is signed in, and each function runs once.
  const rampMs = durationMs / fifths
  const fullRateMs = (atMs: number) => (atMs < rampMs ? atMs ** 2 / (2 * rampMs) : atMs - rampMs / 2)
  const everyMs = Math.min(memoryEveryMs, durationMs / fewestMemorySamples)
  for (let begun = 0; ; ) {
    const atMs = performance.now() - startMs
    if (atMs >= durationMs) break
    for (const due = (visitsPerSecond * fullRateMs(atMs)) / 1000; begun < due; begun++) begin(visitAt(begun))
    if (atMs >= memory.length * everyMs) memory.push({ atMs, value: app.residentMegabytes() })
    await setTimeout(1)
  }
  await Promise.all(underWay)
  return { durationMs, latencies, memory, unexpected, database: app.databaseMegabytes() }
}

async function isUp(url: string) {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}
