/** Users, capacity and the run itself, one after the other, as `npm run load` and `npm run bench` show them. */
import { measureCapacity } from './load-capacity.ts'
import { report, type Verdict } from './load-report.ts'
import { addUsers, connections, type LoadedApp, runLoad, startApp } from './load-run.ts'
import { newPlace } from './process.ts'
import { printCells } from './table.ts'

/** Of what the machine can do. It has to have something left, for otherwise latency says nothing about the app. */
const usualShare = 0.6
/** The gateway lets 20 sign-ups a second through, which is one request of twenty here. */
const mostPerSecond = 300

/** Faster than the gateway's throttles let anybody be: its time runs ahead, so that what is measured is the app. */
const capacitySpeed = 10

type Scenario = {
  minutes: number
  users: number
  /** Of requests; by default what the machine can do with ease. */
  ratePerSecond?: number | undefined
  capacitySeconds?: number
}

export async function load({
  minutes,
  users,
  ratePerSecond: chosenRate,
  capacitySeconds = 5,
}: Scenario): Promise<Verdict> {
  using place = newPlace()
  const { directory } = place
  const capacity = await stopping(await startApp(directory, capacitySpeed), async app => {
    const startedMs = performance.now()
    await addUsers(app, users)
    const seconds = (performance.now() - startedMs) / 1000
    console.log(`${users} users made in ${seconds.toFixed(0)} s.`)
    return await measureCapacity(app, { users, seconds: capacitySeconds })
  })
  console.log(`\nAt most, with ${connections} connections, through gateway and function:\n`)
  printCells([
    ['', '/s'],
    ['sign-ins', capacity.signIns.toFixed(0)],
    ['refreshes', capacity.refreshes.toFixed(0)],
    ['reads of the secret', capacity.secrets.toFixed(0)],
    ['requests, mixed', capacity.mixed.toFixed(0)],
  ])

  const ratePerSecond = chosenRate ?? Math.round(Math.min(usualShare * capacity.mixed, mostPerSecond))
  const percent = Math.round((100 * ratePerSecond) / capacity.mixed)
  console.log(`\n${minutes} min at ${ratePerSecond} requests a second, ${percent} % of what can be done.`)
  const run = await stopping(await startApp(directory), app =>
    runLoad(app, { users, ratePerSecond, durationMs: minutes * 60_000 }),
  )
  return report(run)
}

async function stopping<Result>(app: LoadedApp, work: (app: LoadedApp) => Promise<Result>): Promise<Result> {
  try {
    return await work(app)
  } finally {
    await app.stop()
  }
}
