import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Offline, type OfflineOptions, startOffline } from '@latchkey/offline/start'
import { root } from './root.ts'

export type App = Offline & {
  /** The real time, and what it was told to advance by. */
  clock: ReturnType<typeof shiftedClock>
  /** Lines that the functions wrote. */
  logs: string[]
  /** Bugs of the runtime. */
  errors: unknown[]
}

/** The whole app on free ports, its users in memory, its clock in our hands. */
export async function startApp(options: Partial<OfflineOptions> = {}): Promise<App> {
  const directory = await mkdtemp(join(tmpdir(), 'latchkey-app-'))
  const clock = shiftedClock()
  const logs: string[] = []
  const errors: unknown[] = []
  const offline = await startOffline({
    root,
    port: 0,
    cognitoPort: 0,
    users: 'memory',
    directory,
    clock,
    on: { log: (_, line) => logs.push(line), error: error => errors.push(error) },
    ...options,
  })
  return {
    ...offline,
    clock,
    logs,
    errors,
    async [Symbol.asyncDispose]() {
      await offline[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function shiftedClock() {
  let aheadMs = 0
  return {
    now: () => Date.now() + aheadMs,
    advance({ hours = 0, minutes = 0 }: { hours?: number; minutes?: number }) {
      aheadMs += (hours * 60 + minutes) * 60_000
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
export async function createAccount(app: Pick<App, 'url'>): Promise<Account> {
  const account = newAccount()
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

async function expectStatus(status: number, answer: Promise<Response>): Promise<Response> {
  const response = await answer
  if (response.status !== status)
    throw new Error(`${response.status} instead of ${status}: ${await response.text()}`)
  return response
}
