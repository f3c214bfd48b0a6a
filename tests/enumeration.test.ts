/** How long the API takes, for who exists and for who does not, and what it says. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { said } from './said.ts'
import { type Account, type App, createAccount, newAccount, newBrowser, startApp } from './start-app.ts'

let app: App
let known: Account
let waiting: Account
beforeAll(async () => {
  app = await startApp()
  known = await createAccount(app)
  waiting = newAccount()
  await newBrowser(app).post('/sign-up', waiting)
})
afterAll(() => app?.[Symbol.asyncDispose]())

type Ask = () => Promise<Response>

/** Nobody has these, and nobody has asked for them. */
const nobody = () => newAccount()

const to =
  (path: string, body: () => object): Ask =>
  () =>
    newBrowser(app).post(path, body())

const password = 'not-the-password'
const code = '123456'
const reset = { code, password: 'another-horse-battery' }

/** The same question about somebody and about nobody. */
const questions: [string, Ask, Ask][] = [
  [
    'a wrong password for a username',
    to('/sign-in', () => ({ username: known.username, password })),
    to('/sign-in', () => ({ username: nobody().username, password })),
  ],
  [
    'a wrong password for an address',
    to('/sign-in', () => ({ username: known.email, password })),
    to('/sign-in', () => ({ username: nobody().email, password })),
  ],
  [
    'a passkey',
    to('/sign-in/passkey', () => ({ username: known.username })),
    to('/sign-in/passkey', () => ({ username: nobody().username })),
  ],
  [
    'a wrong code for a new password',
    to('/reset-password', () => ({ username: known.username, ...reset })),
    to('/reset-password', () => ({ username: nobody().username, ...reset })),
  ],
  [
    'a sign-up with an address',
    to('/sign-up', () => ({ ...nobody(), email: known.email })),
    to('/sign-up', () => nobody()),
  ],
]

/** What is sent to somebody takes its time. */
const messages: [string, Ask, Ask][] = [
  [
    'a code for a forgotten password',
    to('/forgot-password', () => ({ username: known.username })),
    to('/forgot-password', () => ({ username: nobody().username })),
  ],
  [
    'a code for a forgotten password, by address',
    to('/forgot-password', () => ({ username: known.email })),
    to('/forgot-password', () => ({ username: nobody().email })),
  ],
  [
    'another code for a new account',
    to('/resend-code', () => ({ username: waiting.username })),
    to('/resend-code', () => ({ username: nobody().username })),
  ],
]

async function millisecondsOf(ask: Ask): Promise<number> {
  const startedAt = performance.now()
  const answer = await ask()
  await answer.arrayBuffer()
  expect(answer.status).toBeOneOf([200, 201, 400, 401])
  return performance.now() - startedAt
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** Of the medians of many answers, the larger one by the smaller one. */
function apart(somebody: number[], nobody: number[]) {
  const [a, b] = [median(somebody), median(nobody)]
  return Math.max(a, b) / Math.min(a, b)
}

/** Limits and locks count for an hour. */
const forget = () => app.clock.advance({ minutes: 61 })

test.each(questions)('%s is answered in the same time for nobody', async (_, somebody, nobody) => {
  const times: [number[], number[]] = [[], []]
  for (let pairs = 1; pairs <= 400; pairs++) {
    forget()
    const inTurn = [
      [somebody, times[0]],
      [nobody, times[1]],
    ] as const
    for (const [ask, into] of pairs % 2 ? inTurn : inTurn.toReversed()) into.push(await millisecondsOf(ask))
    // A machine that is busy with something else may need more to show its medians. Few looks: of many, one is lucky.
    if ([50, 100, 200].includes(pairs) && apart(...times) <= 1.1) return
  }
  expect(apart(...times)).toBeLessThanOrEqual(1.1)
})

test('messages are said to be sent in the same time for nobody, a beat at least', async () => {
  const times = messages.map(([name]) => ({ name, somebody: [] as number[], nobody: [] as number[] }))
  for (let round = 0; round < 7; round++) {
    forget()
    await Promise.all(
      messages.flatMap(([, somebody, nobody], index) => [
        millisecondsOf(somebody).then(ms => times[index]?.somebody.push(ms)),
        millisecondsOf(nobody).then(ms => times[index]?.nobody.push(ms)),
      ]),
    )
  }
  for (const { name, somebody, nobody } of times) {
    expect([name, Math.min(...somebody, ...nobody) >= 1000]).toEqual([name, true])
    expect([name, apart(somebody, nobody) <= 1.1]).toEqual([name, true])
  }
})

test.each(questions)('%s is answered in the same words for nobody', async (_, somebody, nobody) => {
  forget()
  expect(await said(await somebody())).toEqual(await said(await nobody()))
})

test.each(messages)('%s is said to be sent in the same words to nobody', async (_, somebody, nobody) => {
  forget()
  // Where to: an address with everything but its first letters taken off, which for nobody is made up.
  const destination = expect.stringMatching(/^[a-z]\*\*\*@[a-z]\*\*\*$/)
  const sent = await said(await somebody())
  expect(sent).toMatchObject({ status: 200, body: { delivery: { medium: 'email', destination } } })
  expect(await said(await nobody())).toEqual({
    ...sent,
    body: { delivery: { medium: 'email', destination } },
  })
})

test('a message goes to the owner of an address with which somebody else signs up', async () => {
  const sentTo = (email: string) => app.messages({ to: email }).length
  const before = sentTo(known.email)
  const other = newAccount()
  await newBrowser(app).post('/sign-up', { ...other, email: known.email })
  await newBrowser(app).post('/sign-up', { ...newAccount(), email: other.email })
  expect([sentTo(known.email), sentTo(other.email)]).toEqual([before + 1, 1])
})
