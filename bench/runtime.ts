/**
 * Measures the embedded Cognito beside cognito-local, on this machine, in one run; and the whole app under load.
 *
 *     npm run bench [-- --quick]
 *
 * Machines differ and are noisy, so what counts is the ratio of medians over fresh processes, the two
 * contestants taking turns. It reports, and fails only where it could not measure.
 */
import { parseArgs } from 'node:util'
import { type Contestant, embedded, other } from './contestants.ts'
import {
  forgetStage,
  gatewayNames,
  installServerlessOffline,
  measureOffline,
  measureServerlessOffline,
  measureStart,
} from './gateway.ts'
import { load } from './load-scenario.ts'
import { boot, prepare, signInRates, signUpLatencies } from './measurements.ts'
import { optionsOf } from './options.ts'
import { newPlace } from './process.ts'
import { median } from './statistics.ts'
import { printTable, type Row } from './table.ts'

const { quick } = optionsOf(
  () => parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values,
)
const effort = quick
  ? {
      boots: 5,
      starts: 2,
      loads: 1,
      users: 50,
      seconds: 2,
      signUps: 300,
      app: { minutes: 0.25, users: 500, capacitySeconds: 1 },
    }
  : {
      boots: 25,
      starts: 5,
      loads: 3,
      users: 300,
      seconds: 5,
      signUps: 1000,
      app: { minutes: 2, users: 10_000 },
    }
const connections = [1, 16, 64]
const contestants = [embedded, other]

process.on('disconnect', () => process.exit(1))
process.channel?.unref()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

console.log(`\n▌ ${embedded.name} beside ${other.name}, Node ${process.version}\n`)
await progress('npm install', async () => {
  other.command({ directory: '.', port: 0 })
  installServerlessOffline()
})
const gateway = await gatewayRows()
const rows = [...(await startRows()), ...(await signInRows()), ...(await signUpRows())]
console.log()
printTable([embedded.name, other.name], rows)
console.log()
printTable(gatewayNames, gateway)
console.log('\n▌ The whole app under load\n')
const { isAsExpected } = await load(effort.app)
process.exitCode = isAsExpected ? 0 : 1

async function startRows(): Promise<Row[]> {
  using ours = newPlace()
  using theirs = newPlace()
  const places = new Map<Contestant, { directory: string }>([
    [embedded, ours],
    [other, theirs],
  ])
  const measure = (keepsCompiled: boolean) =>
    takingTurns(effort.boots, contestant =>
      boot(contestant, places.get(contestant) as { directory: string }, keepsCompiled),
    )
  return await progress('boot', async () => {
    for (const [contestant, place] of places) await prepare(contestant, place)
    const usual = await measure(true)
    const first = await measure(false)
    const milliseconds = { unit: 'ms', digits: 0 }
    return [
      {
        name: 'boot to first answer',
        values: medians(usual, ({ bootMs }) => bootMs),
        ...milliseconds,
        target: { atMost: true, must: 0.5, stretch: 0.3 },
      },
      {
        name: 'the same, with no compile cache',
        values: medians(first, ({ bootMs }) => bootMs),
        ...milliseconds,
      },
      {
        name: 'memory at boot (RSS)',
        values: medians(usual, ({ residentMegabytes }) => residentMegabytes),
        unit: 'MB',
        digits: 0,
        target: { atMost: true, must: 1, stretch: 0.8 },
      },
    ]
  })
}

async function signInRows(): Promise<Row[]> {
  const { loads, users, seconds } = effort
  const rates = await progress(`sign-in, ${users} users`, () =>
    takingTurns(loads, contestant => signInRates(contestant, { users, seconds, connections })),
  )
  return connections.map((count, index) => ({
    name: `InitiateAuth, ${count} ${count === 1 ? 'connection' : 'connections'}`,
    values: medians(rates, ofRun => ofRun[index] as number),
    unit: '/s',
    digits: 0,
    ...(count === 16 && { target: { atMost: false, must: 10, stretch: 18 } }),
  }))
}

/** How the time of a sign-up grows with the users that there are: a ratio of its own for each contestant. */
async function signUpRows(): Promise<Row[]> {
  const span = 50
  const latencies = await progress(`sign-up, ${effort.signUps} users`, () =>
    takingTurns(effort.loads, contestant => signUpLatencies(contestant, effort.signUps)),
  )
  const [ours, theirs] = medians(
    latencies,
    ofRun => median(ofRun.slice(-span)) / median(ofRun.slice(0, span)),
  )
  return [
    {
      name: `SignUp, last ${span} of ${effort.signUps} vs first ${span}`,
      values: [ours, theirs],
      ratio: ours,
      unit: '×',
      digits: 2,
      target: { atMost: true, must: 1.2, stretch: 1.05 },
    },
  ]
}

async function gatewayRows(): Promise<Row[]> {
  const { starts, seconds } = effort
  const begun: Awaited<ReturnType<typeof measureStart>>[] = []
  const ours: number[] = []
  const theirs: Awaited<ReturnType<typeof measureServerlessOffline>>[] = []
  await progress('gateway', async () => {
    // What is evaluated and compiled the first time is kept for the starts that count.
    await measureStart()
    for (let round = 0; round < starts; round++) {
      begun.push(await measureStart())
      const { idToken, ratePerSecond } = await measureOffline(seconds)
      ours.push(ratePerSecond)
      theirs.push(await measureServerlessOffline(seconds, idToken))
      process.stdout.write('.')
    }
    forgetStage()
  })
  const boot = median(theirs.map(({ bootMs }) => bootMs))
  const inMs = { unit: 'ms', digits: 0 }
  return [
    {
      name: 'warm start to first page (must: 2,000 ms)',
      values: [median(begun.map(({ pageMs }) => pageMs)), boot],
      ...inMs,
    },
    {
      name: 'warm start to first API answer (must: 2,000 ms)',
      values: [median(begun.map(({ apiMs }) => apiMs)), boot],
      ...inMs,
    },
    {
      name: 'protected GET, 16 connections',
      values: [median(ours), median(theirs.map(({ ratePerSecond }) => ratePerSecond))],
      unit: '/s',
      digits: 0,
      target: { atMost: false, must: 3, stretch: 6 },
    },
  ]
}

type OfEach<Result> = readonly [Result, Result]

/** Both in each round, and not always the same one first. */
async function takingTurns<Result>(
  rounds: number,
  measure: (contestant: Contestant) => Promise<Result>,
): Promise<OfEach<Result[]>> {
  const results = new Map<Contestant, Result[]>(contestants.map(contestant => [contestant, []]))
  for (let round = 0; round < rounds; round++) {
    for (const contestant of round % 2 ? contestants.toReversed() : contestants) {
      results.get(contestant)?.push(await measure(contestant))
      process.stdout.write('.')
    }
  }
  return [results.get(embedded) ?? [], results.get(other) ?? []]
}

function medians<Result>(results: OfEach<Result[]>, number: (result: Result) => number): OfEach<number> {
  const [ours, theirs] = results
  return [median(ours.map(number)), median(theirs.map(number))]
}

async function progress<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const startedMs = performance.now()
  process.stdout.write(`${name} `)
  const result = await work()
  console.log(` ${((performance.now() - startedMs) / 1000).toFixed(0)} s`)
  return result
}
