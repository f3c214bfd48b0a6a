/**
 * Twenty thousand requests that nobody would send on purpose.
 *
 * Most are right but for one thing, which is what they have to be refused for:
 * afterwards the same requests without it are taken, so nothing else was wrong
 * with them, and no code, challenge or session was spent on the way.
 *
 * A request that is answered in another way than it should be is printed as it
 * was sent. `FUZZ_SEED` makes others; the same number makes the same ones.
 */
import { contract } from '@latchkey/core/contract'
import { errorTable } from '@latchkey/core/errors'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf } from './fuzz/answer.ts'
import { flawsOf } from './fuzz/flaws.ts'
import { allMethods } from './fuzz/flaws-of-first-line.ts'
import { nastyText } from './fuzz/nasty-text.ts'
import { noiseIn, withNoise } from './fuzz/noise.ts'
import { rawRequest } from './fuzz/raw.ts'
import { type DraftName, draftNames, newWorld, routeOf, stateOf, type World } from './fuzz/world.ts'
import { wrongDraftsOf } from './fuzz/wrong.ts'
import {
  createHttpClient,
  type HttpAnswer,
  type HttpClient,
  type HttpRequest,
  writtenOut,
} from './http-exchange.ts'
import { type App, setCookies, startApp } from './start-app.ts'

const seed = Number(process.env.FUZZ_SEED ?? 20_250_923)

/** So many are on their way at once. With more, those that Cognito answers last would come too late on a slow machine. */
const lanes = 8

/** So fast the app's clock goes, in seconds a request: slower than the gateway's buckets fill. */
const secondsEach = 0.03

/** On a machine with nothing else to do, all of it takes less than a minute. */
const patience = { timeout: 5 * 60_000 }

let app: App
let http: HttpClient
beforeAll(async () => {
  app = await startApp()
  http = createHttpClient(app.url)
})
afterAll(async () => {
  http?.close()
  await app?.[Symbol.asyncDispose]()
})

type Trial = { request: HttpRequest; statuses: readonly number[]; about: string }

const anyStatus = [
  200,
  201,
  204,
  ...new Set(Object.values(errorTable).map(({ status }) => status)),
  431,
].filter(status => status < 500)

/** Sends them all, several at a time, and throws with those that were not answered as they should be. */
async function tryAll<T>(cases: readonly T[], trialOf: (one: T) => Trial) {
  const failures: string[] = []
  const waiting = cases.entries()
  const lane = async () => {
    for (const [index, one] of waiting) {
      app.clock.advance({ seconds: secondsEach })
      const { request, statuses, about } = trialOf(one)
      const answer = await http.send(request)
      const faults = faultsOf(answer, request.method)
      if (!statuses.includes(answer.status))
        faults.push(`it is ${answer.status} and not ${statuses.join(' or ')}`)
      if (faults.length > 0) failures.push(failure(`${index}, ${about}`, request, answer, faults))
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  if (failures.length > 0)
    throw new Error(`${failures.length} answers are wrong.\n${failures.slice(0, 8).join('\n')}`)
}

const failure = (
  about: string,
  request: HttpRequest,
  { status, headers, body }: HttpAnswer,
  faults: string[],
) => `
FUZZ_SEED=${seed}, request ${about}
${writtenOut(request)}
— was answered —
${status} ${JSON.stringify(headers)}
${body}
— which is wrong: ${faults.join('; ')}`

/** Resolves if nothing that is kept has changed, no function has failed and the runtime has no bug to tell of. */
async function expectNoTrace(work: () => Promise<void>) {
  const before = await stateOf(app)
  const [logged, errors] = [app.logs.length, app.errors.length]
  await work()
  expect(await stateOf(app)).toEqual(before)
  expect(app.errors.slice(errors)).toEqual([])
  const isFailure = (line: string) => /"(?:level":"error|outcome":"internal)/.test(line)
  expect(app.logs.slice(logged).filter(isFailure)).toEqual([])
}

/** Every request is taken that has nothing wrong with it. */
async function expectAllTaken(world: World) {
  const taken = async (name: DraftName) => {
    const { request, browser, route } = world.draft(name)
    const answer = await http.send(request)
    expect([name, answer.status, answer.body]).toEqual([name, contract[route].status, answer.body])
    if (browser && request.headers.some(([header]) => header === 'Cookie')) takeCookies(browser, answer)
  }
  // They take a second, whatever they do, and change nothing for the others.
  const slow: DraftName[] = ['resendCode', 'forgotPassword']
  await Promise.all(slow.map(taken))
  for (const name of draftNames) if (!slow.includes(name)) await taken(name)
}

function takeCookies(browser: World['owner']['browser'], { headers, body }: HttpAnswer) {
  const given = new Headers(
    [headers['set-cookie'] ?? []].flat().map((line): [string, string] => ['set-cookie', line]),
  )
  for (const { name, value } of setCookies(new Response(null, { headers: given })))
    browser.cookies.set(name, value)
  const { idToken } = (body ? JSON.parse(body) : {}) as { idToken?: string }
  if (idToken) browser.idToken = idToken
}

const spoiled = fc
  .constantFrom(...draftNames)
  .chain(name => fc.record({ name: fc.constant(name), flaw: flawsOf(routeOf(name)), noise: noiseIn }))

test('a request that has nothing wrong with it is taken', patience, async () => {
  await expectAllTaken(await newWorld(app))
})

test.each([1, 2, 3, 4])(
  'a request with one thing wrong is refused for it, and leaves no trace (%i)',
  async block => {
    const world = await newWorld(app)
    await expectNoTrace(() =>
      tryAll(fc.sample(spoiled, { numRuns: 3500, seed: seed + block }), ({ name, flaw, noise }) => ({
        request: withNoise(flaw.spoil(world.draft(name), world), noise),
        statuses: flaw.statuses,
        about: `${name}: ${fc.stringify(flaw)}`,
      })),
    )
    await expectAllTaken(world)
  },
)

test(
  'a request that is well written and wrong is answered as its route says, and leaves no trace',
  patience,
  async () => {
    const world = await newWorld(app)
    await expectNoTrace(() =>
      tryAll(
        fc.sample(wrongDraftsOf(world), { numRuns: 3500, seed }),
        ({ request, statuses, name, noise }) => ({
          request: withNoise(request, noise),
          statuses,
          about: name,
        }),
      ),
    )
    await expectAllTaken(world)
  },
)

test('whatever else is sent is refused or does nothing', patience, async () => {
  const paths = ['/', '/secret/', '/nowhere', ...Object.values(contract).map(({ path }) => path)]
  const key = fc.constantFrom(
    'username',
    'email',
    'password',
    'code',
    'session',
    'name',
    'credential',
    '__proto__',
  )
  const wild = fc.record({
    method: fc.constantFrom(...allMethods, 'POST', 'POST', 'POST'),
    path: fc.oneof(
      fc.constantFrom(...paths),
      fc.webPath().map(path => `/${path}`),
    ),
    headers: fc.array(
      fc.oneof(
        fc.tuple(
          fc.constantFrom('Content-Type', 'Accept'),
          fc.constantFrom('application/json', 'text/html', '*/*'),
        ),
        fc.tuple(
          fc.constantFrom('Cookie', 'Authorization', 'Origin', 'Sec-Fetch-Site', 'Content-Type'),
          fc.stringMatching(/^[ -~]{0,40}$/),
        ),
      ),
      { maxLength: 4 },
    ),
    body: fc.oneof(
      fc.constant(undefined),
      fc.dictionary(key, nastyText).map(value => JSON.stringify(value)),
      fc.string(),
    ),
    noise: noiseIn,
  })
  await expectNoTrace(() =>
    tryAll(fc.sample(wild, { numRuns: 2000, seed }), ({ method, path, headers, body, noise }) => ({
      request: withNoise(
        { method, path: `/api${path.replace(/[^!-~]/g, encodeURIComponent)}`, headers, body },
        noise,
      ),
      statuses: anyStatus,
      about: 'anything',
    })),
  )
})

test('bytes that are no request are refused, or heard to the end without an answer', patience, async () => {
  const world = await newWorld(app)
  await expectNoTrace(async () => {
    const cases = fc.sample(rawRequest, { numRuns: 500, seed })
    const waiting = cases.values()
    let answered = 0
    const lane = async () => {
      for (const bytesOf of waiting) {
        const bytes = bytesOf(world.draft('deleteAccount').request, new URL(app.url).host)
        const said = await http.sendRaw(bytes)
        const statuses = [...said.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))
        answered += Math.min(statuses.length, 1)
        const isRefused = statuses.every(status => status >= 400 && status < 500)
        if (!isRefused || /<[a-z!]|node_modules|\n\s+at /i.test(said))
          throw new Error(
            `FUZZ_SEED=${seed}\n${JSON.stringify(bytes.toString('latin1'))}\n— was answered —\n${said}`,
          )
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    expect(answered).toBeGreaterThan(cases.length / 2)
  })
})
