/** Figures and routes that the documents state, held against the code and the resource graph. */
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract } from '@latchkey/core/contract'
import type { Access } from '@latchkey/core/endpoint'
import * as lifetimes from '@latchkey/core/lifetimes'
import { evaluate } from '@latchkey/offline/evaluate'
import { readModel } from '@latchkey/offline/read-model'
import { beforeAll, expect, test } from 'vitest'
import { budget } from '../packages/functions/src/cognito/budget.ts'
import { root } from './root.ts'

let model: ReturnType<typeof readModel>
beforeAll(async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'latchkey-documented-'))
  model = readModel(await evaluate({ root, stage: 'dev', dev: true, directory: directory.path }))
})

/** The rows of the Markdown table with this head, as lists of cells. */
async function tableIn(file: string, head: string): Promise<string[][]> {
  const lines = (await readFile(join(root, file), 'utf8')).split('\n')
  const start = lines.indexOf(head)
  if (start === -1) throw new Error(`${file} has no table ${head}.`)
  const rows = lines.slice(start + 2)
  const end = rows.findIndex(line => !line.startsWith('|'))
  return rows.slice(0, end === -1 ? undefined : end).map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  )
}

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`

test('the lifetimes in the document are those that the functions count by', async () => {
  expect(Object.fromEntries(await tableIn('docs/security.md', '| Lifetime | Value |'))).toEqual({
    'ID and access token': counted(lifetimes.tokenMinutes, 'minute'),
    'session (refresh token)': counted(lifetimes.sessionDays, 'day'),
    'a replaced refresh token': counted(lifetimes.rotationGraceSeconds, 'second'),
    'a challenge': counted(lifetimes.challengeMinutes, 'minute'),
    'a fresh sign-in': counted(lifetimes.freshSignInSeconds / 60, 'minute'),
    'a sign-up whose answer was lost': counted(lifetimes.signUpAttemptMinutes, 'minute'),
    'a confirmation code': counted(lifetimes.codeHours, 'hour'),
    'a reset code': counted(lifetimes.resetCodeHours, 'hour'),
    'an invitation': counted(lifetimes.invitationDays, 'day'),
  })
})

test('the pool and its client are configured with the same lifetimes', () => {
  const [{ pool, clients } = { pool: undefined, clients: [] }] = model.userPools
  expect(pool?.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays).toBe(lifetimes.invitationDays)
  expect(clients).toMatchObject([
    {
      IdTokenValidity: lifetimes.tokenMinutes,
      AccessTokenValidity: lifetimes.tokenMinutes,
      RefreshTokenValidity: lifetimes.sessionDays,
      TokenValidityUnits: { IdToken: 'minutes', AccessToken: 'minutes', RefreshToken: 'days' },
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: lifetimes.rotationGraceSeconds },
      AuthSessionValidity: lifetimes.challengeMinutes,
    },
  ])
})

/** How long the site waits for an answer. */
async function patienceMs(): Promise<number> {
  const source = await readFile(join(root, 'packages/web/src/api/call.ts'), 'utf8')
  return Number(/\bpatienceMs = ([\d_]+)\n/.exec(source)?.[1]?.replaceAll('_', ''))
}

const functionSeconds = () => [...new Set(model.functions.map(({ timeoutSeconds }) => timeoutSeconds))]

test('the time budget in the document is that of the code and of every function', async () => {
  expect(Object.fromEntries(await tableIn('docs/security.md', '| Budget | Value |'))).toEqual({
    connect: `${budget.connectMs} ms`,
    call: `${budget.callMs} ms`,
    attempts: String(budget.attempts),
    backoff: `up to ${budget.backoffMs} ms`,
    request: `${budget.requestMs} ms`,
    function: `${functionSeconds().join(' or ')} s`,
    browser: `${(await patienceMs()) / 1000} s`,
  })
})

test('who waits has more time than what they wait for', async () => {
  const [functionMs = 0] = functionSeconds().map(seconds => seconds * 1000)
  const { connectMs, callMs, attempts, backoffMs, requestMs } = budget
  // CloudFront gives an origin twenty seconds, and the gateway a function 29.
  const waits = [
    connectMs,
    callMs,
    callMs * attempts + backoffMs,
    requestMs,
    functionMs,
    await patienceMs(),
    20_000,
  ]
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(new Set(waits).size).toBe(waits.length)
})

const accessWords: Record<Access, string> = {
  public: 'public',
  cookie: 'session cookie',
  session: 'ID token',
  account: 'ID token and cookie',
}

/** `POST /a`, `/b` are two routes with one method; `GET`, `POST /a` are two with one path. */
function routesOf(cell: string): string[] {
  const routes: string[] = []
  let methods: string[] = []
  let waiting: string[] = []
  for (const [, method, path] of cell.matchAll(/`([A-Z]+)? ?(\/[^`]*)?`/g)) {
    if (method) waiting.push(method)
    if (!path) continue
    if (waiting.length > 0) methods = waiting
    waiting = []
    routes.push(...methods.map(each => `${each} ${path}`))
  }
  return routes
}

test('the README lists every route with who may call it, and no other', async () => {
  const table = await tableIn('README.md', '| Route | Access | In → out |')
  const listed = table.flatMap(([cell = '', access]) => routesOf(cell).map(route => [route, access]))
  const rows = Object.values(contract).map(({ method, path, access }) => [
    `${method} ${path}`,
    accessWords[access],
  ])
  expect(listed.length).toBe(rows.length)
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(rows))
})
