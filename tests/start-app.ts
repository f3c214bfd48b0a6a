import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Offline, type OfflineOptions, startOffline } from '@latchkey/offline/start'
import { expectSecrecy } from './expect-secrecy.ts'
import { root } from './root.ts'
import { recordSecrets } from './secret-recorder.ts'

export type App = Offline & {
  /** The real time, and what it was told to advance by. */
  clock: ReturnType<typeof shiftedClock>
  /** Lines that the functions wrote. */
  logs: string[]
  /** Bugs of the runtime. */
  errors: unknown[]
  /** What it has told of requests and builds, for a terminal. */
  reports: string[]
}

/**
 * The whole app on free ports, its users in memory, its clock in our hands.
 *
 * To dispose of it fails where a secret has come out while it ran.
 */
export async function startApp(options: Partial<OfflineOptions> = {}): Promise<App> {
  const directory = await mkdtemp(join(tmpdir(), 'latchkey-app-'))
  const clock = shiftedClock()
  const logs: string[] = []
  const errors: unknown[] = []
  const reports: string[] = []
  recordSecrets()
  const offline = await startOffline({
    root,
    port: 0,
    cognitoPort: 0,
    users: 'memory',
    directory,
    clock,
    on: {
      log: (_, line) => logs.push(line),
      error: error => errors.push(error),
      request: ({ method, path }) => reports.push(`${method} ${path}`),
      build: result => reports.push(JSON.stringify(result)),
    },
    ...options,
  })
  const app = { ...offline, clock, logs, errors, reports }
  return {
    ...app,
    async [Symbol.asyncDispose]() {
      const messages = offline.messages()
      await offline[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
      expectSecrecy(app, messages)
    },
  }
}

type Unit = 'days' | 'hours' | 'minutes' | 'seconds'

function shiftedClock() {
  let aheadMs = 0
  return {
    now: () => Date.now() + aheadMs,
    advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Partial<Record<Unit, number>>) {
      aheadMs += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
    },
  }
}

export type Account = { username: string; email: string; password: string }

let accounts = 0

/** Somebody whom no other test knows. */
export function newAccount(): Account {
  const username = `ada-${++accounts}-${process.pid}`
  return { username, email: `${username}@example.test`, password: 'correct-horse-battery' }
}

export const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** The code in the newest message to an address. */
export async function latestCode({ url }: Pick<App, 'url'>, email: string): Promise<string> {
  const response = await fetch(`${url}/__offline/messages?to=${encodeURIComponent(email)}`)
  const [message] = (await response.json()) as { code: string }[]
  if (!message) throw new Error(`There is no message to ${email}.`)
  return message.code
}

/** Signs up and confirms through the API. */
export async function createAccount(app: Pick<App, 'url'>, account = newAccount()): Promise<Account> {
  await expectStatus(201, post(`${app.url}/api/sign-up`, account))
  const code = await latestCode(app, account.email)
  await expectStatus(200, post(`${app.url}/api/confirm`, { username: account.username, code }))
  return account
}

/** The ID token of a new session. */
export async function signIn(app: Pick<App, 'url'>, { username, password }: Account): Promise<string> {
  const response = await expectStatus(200, post(`${app.url}/api/sign-in`, { username, password }))
  const { idToken } = (await response.json()) as { idToken: string }
  return idToken
}

type Answered = { idToken?: string; session?: { idToken: string } }

/**
 * A browser as far as the API can tell: it keeps the cookies that it is given,
 * sends them back, and says that our own page asks. The ID token of the last
 * sign-in goes along as Bearer.
 *
 * Paths are below `/api`. A header that is given replaces its own.
 */
export function newBrowser({ url }: Pick<App, 'url'>) {
  const cookies = new Map<string, string>()

  async function send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const cookie = cookieHeader(browser)
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(cookie && { cookie }),
        ...(browser.idToken && { authorization: `Bearer ${browser.idToken}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    for (const { name, value, attributes } of setCookies(response)) {
      if (attributes['max-age'] === '0') cookies.delete(name)
      else cookies.set(name, value)
    }
    if (response.ok && response.status !== 204) {
      const { idToken, session } = (await response.clone().json()) as Answered
      browser.idToken = idToken ?? session?.idToken ?? browser.idToken
    }
    return response
  }

  const browser = {
    /** By name. They can be changed, as anybody can at home. */
    cookies,
    idToken: undefined as string | undefined,
    get: (path: string, headers?: Record<string, string>) => send('GET', path, undefined, headers),
    post: (path: string, body?: object, headers?: Record<string, string>) =>
      send('POST', path, body, headers),
    delete: (path: string, body?: object, headers?: Record<string, string>) =>
      send('DELETE', path, body, headers),
  }
  return browser
}

export type Browser = ReturnType<typeof newBrowser>

/** What a browser sends of its cookies. */
export const cookieHeader = ({ cookies }: Pick<Browser, 'cookies'>) =>
  [...cookies].map(pair => pair.join('=')).join('; ')

/** The cookies that an answer sets, their attributes by name in lower case; those without a value are `true`. */
export const setCookies = (response: Response) =>
  response.headers.getSetCookie().map(line => {
    const [[name, value], ...attributes] = line
      .split(/; */)
      .map(part => [part.replace(/=.*/s, ''), /=(.*)/s.exec(part)?.[1]] as const) as [
      readonly [string, string],
      ...(readonly [string, string | undefined])[],
    ]
    return {
      name,
      value,
      attributes: Object.fromEntries(
        attributes.map(([attribute, given]) => [attribute.toLowerCase(), given ?? true]),
      ),
    }
  })

async function expectStatus(status: number, answer: Promise<Response>): Promise<Response> {
  const response = await answer
  if (response.status !== status)
    throw new Error(`${response.status} instead of ${status}: ${await response.text()}`)
  return response
}
