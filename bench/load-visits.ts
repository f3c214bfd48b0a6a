/**
 * What visitors do while the app is under load, each step with the status that it has to be answered with.
 *
 * A visitor is a browser with a session: the cookies and the ID token of its last sign-in.
 */
import { randomUUID } from 'node:crypto'
import type { Answer, HttpClient, Request } from './http-client.ts'

export const password = 'correct-horse-battery'
export const usernameOf = (index: number) => `user-${index}`
export const emailOf = (username: string) => `${username}@example.test`

export const steps = [
  'sign-up',
  'inbox',
  'confirm',
  'sign-in',
  'wrong password',
  'unknown name',
  'refresh',
  'secret',
  'sign-out',
] as const

export type Step = (typeof steps)[number]

export type Visit = keyof ReturnType<typeof createVisits>

/** Of a hundred. Together they are 115 requests, for some take more than one. */
export const shares = {
  readSecret: 36,
  refresh: 30,
  signIn: 12,
  signOut: 10,
  signUp: 6,
  mistype: 3,
  stranger: 3,
} as const satisfies Record<Visit, number>
export const requestsPerVisit = 1.15

/** A stride through all of them, always the same, that keeps visits of a kind from coming in a row. */
const stride = 37
const everyVisit = Object.entries(shares).flatMap(([visit, share]) =>
  Array<Visit>(share).fill(visit as Visit),
)
export const visitAt = (index: number) => everyVisit[(index * stride) % everyVisit.length] as Visit

/** Another answer than the one that was expected, or none. */
export class Unexpected extends Error {}

type Visitor = { cookies: Map<string, string>; idToken: string }

type Options = {
  client: HttpClient
  /** How many of them have an account from the start. */
  users: number
  /** How many visitors stay at most; the one that was here longest leaves first, without a word. */
  most: number
  onAnswer: (step: Step, startedMs: number, tookMs: number) => void
}

/** Each resolves when the visit is over, and rejects with an Unexpected where it went wrong. */
export function createVisits({ client, users, most, onAnswer }: Options) {
  /** In the order of their last refresh. */
  const visitors: Visitor[] = []
  let turn = 0
  /** Nobody else has these names, in an earlier run on the same file either. */
  const newName = () => `visitor-${randomUUID()}`

  async function ask(step: Step, expected: number, request: Request): Promise<Answer> {
    const startedMs = performance.now()
    const answer = await client.send(request).catch(error => {
      throw new Unexpected(`${step}: no answer, ${error.message}`, { cause: error })
    })
    onAnswer(step, startedMs, performance.now() - startedMs)
    if (answer.status !== expected) {
      throw new Unexpected(`${step}: ${answer.status} instead of ${expected}: ${answer.body.slice(0, 300)}`)
    }
    return answer
  }

  const post = (step: Step, expected: number, path: string, body?: object, cookies?: Map<string, string>) =>
    ask(step, expected, {
      method: 'POST',
      path: `/api${path}`,
      ...(body && { body }),
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(cookies && { cookie: [...cookies].map(pair => pair.join('=')).join('; ') }),
      },
    })

  function stay(visitor: Visitor) {
    visitors.push(visitor)
    if (visitors.length > most) visitors.shift()
  }

  function enter({ setCookies, body }: Answer, { idToken }: { idToken: string } = JSON.parse(body)) {
    stay({ cookies: kept(new Map(), setCookies), idToken })
  }

  const anybody = () => usernameOf(Math.floor(Math.random() * users))

  const signInAs = async (username: string, expected: 200 | 401, step: Step, typed = password) => {
    const answer = await post(step, expected, '/sign-in', { username, password: typed })
    if (expected === 200) enter(answer)
  }

  const visits = {
    async signIn() {
      const username = anybody()
      await signInAs(turn++ % 2 ? emailOf(username) : username, 200, 'sign-in')
    },

    async mistype() {
      const username = anybody()
      await signInAs(username, 401, 'wrong password', `${password}-`)
      await signInAs(username, 200, 'sign-in')
    },

    stranger: () => signInAs(newName(), 401, 'unknown name'),

    async signUp() {
      const username = newName()
      const email = emailOf(username)
      const { setCookies } = await post('sign-up', 201, '/sign-up', { username, email, password })
      const path = `/__offline/messages?to=${encodeURIComponent(email)}`
      const inbox = await ask('inbox', 200, { method: 'GET', path })
      const [{ code }] = JSON.parse(inbox.body) as [{ code: string }]
      const answer = await post('confirm', 200, '/confirm', { username, code }, kept(new Map(), setCookies))
      enter(answer, JSON.parse(answer.body).session)
    },

    async refresh() {
      const visitor = visitors.shift()
      if (!visitor) return visits.signIn()
      const { setCookies, body } = await post('refresh', 200, '/session/refresh', undefined, visitor.cookies)
      stay({ cookies: kept(visitor.cookies, setCookies), idToken: JSON.parse(body).idToken })
    },

    async readSecret() {
      const visitor = visitors[Math.floor(Math.random() * visitors.length)]
      if (!visitor) return visits.signIn()
      const headers = { authorization: `Bearer ${visitor.idToken}` }
      await ask('secret', 200, { method: 'GET', path: '/api/secret', headers })
    },

    async signOut() {
      const visitor = visitors.shift()
      if (!visitor) return visits.signIn()
      await post('sign-out', 204, '/sign-out', undefined, visitor.cookies)
    },
  }
  return visits
}

function kept(cookies: Map<string, string>, setCookies: readonly string[]) {
  for (const line of setCookies) {
    const [pair = ''] = line.split(';', 1)
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
    if (value) cookies.set(name, value)
    else cookies.delete(name)
  }
  return cookies
}
