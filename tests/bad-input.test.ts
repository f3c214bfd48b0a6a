/** What the API makes of requests that do not fit its contract. */
import { contract } from '@latchkey/core/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newPerson, type Person } from './person.ts'
import { refusalOf } from './refusal.ts'
import { sampleBodies } from './sample-bodies.ts'
import { type App, newAccount, newBrowser, post, startApp } from './start-app.ts'

let app: App
let person: Person
beforeAll(async () => {
  app = await startApp()
  person = await newPerson(app)
})
afterAll(() => app?.[Symbol.asyncDispose]())

const api = (path: string) => `${app.url}/api${path}`

const samples = sampleBodies(newAccount()).map(
  ([name, body]) => [`${name} ${body.name ?? ''}`.trim(), contract[name], body] as const,
)

test('every route that takes a body is tried', () => {
  const rows = Object.values(contract).filter(row => 'body' in row)
  expect(new Set(samples.map(([, row]) => row))).toEqual(new Set(rows))
})

test.each(samples)('what has not the shape for %s is refused at the gateway', async (_, row, whole) => {
  const { method, path } = row
  const without = (key: string) => ({ ...whole, [key]: undefined })
  const required = Object.keys(whole).filter(key => row.path !== '/sign-in/passkey' || key !== 'username')
  const bodies = [
    '{',
    'username=ada',
    '[]',
    'null',
    JSON.stringify({ ...whole, role: 'admin' }),
    ...Object.keys(whole).map(key => JSON.stringify({ ...whole, [key]: 7 })),
    ...required.map(key => JSON.stringify(without(key))),
  ]
  for (const body of bodies) {
    const answer = await fetch(api(path), {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${person.browser.idToken}` },
      body,
    })
    expect([body, answer.status, await answer.json()]).toEqual([
      body,
      400,
      { message: 'Invalid request body' },
    ])
  }
})

test.each(samples)('what breaks a rule of %s is told field by field', async (_, { method, path }, whole) => {
  const isTyped = (key: string) => typeof whole[key] === 'string' && !(key === 'name' && 'session' in whole)
  const typed = Object.keys(whole).filter(isTyped)
  const body = { ...whole, ...Object.fromEntries(typed.map(key => [key, ''])) }
  const { browser } = person
  const answer = method === 'DELETE' ? browser.delete(path, body) : browser.post(path, body)
  expect(await refusalOf(answer)).toMatchObject({
    status: 400,
    code: 'invalid_request',
    fields: Object.fromEntries(typed.map(key => [key, expect.any(String)])),
  })
})

test('more than 8 KB is refused', async () => {
  const answer = post(api('/sign-up'), { ...newAccount(), password: 'x'.repeat(9_000) })
  expect(await refusalOf(answer)).toMatchObject({ status: 413, code: 'payload_too_large' })
})

test('what is not JSON is refused', async () => {
  const answer = newBrowser(app).post('/sign-up', newAccount(), { 'content-type': 'text/plain' })
  expect(await refusalOf(answer)).toMatchObject({ status: 415, code: 'unsupported_media_type' })
})

test.each([
  ['GET', '/sign-in'],
  ['PUT', '/sign-up'],
  ['DELETE', '/secret'],
  ['OPTIONS', '/secret'],
  ['GET', '/'],
  ['GET', '/nowhere'],
  ['POST', '/sign-in/'.repeat(3)],
])('%s %s leads nowhere', async (method, path) => {
  const answer = await fetch(api(path), { method })
  expect(answer.status).toBe(403)
  expect(await answer.json()).toEqual({ message: 'Missing Authentication Token' })
})

test('bad input changes nothing and is no bug of ours', async () => {
  const before = app.messages().length
  const account = newAccount()
  for (const body of [
    { ...account, extra: 1 },
    { ...account, username: 'a@b' },
    { ...account, password: 'short' },
  ]) {
    expect((await post(api('/sign-up'), body)).status).toBe(400)
  }
  expect(app.messages().length).toBe(before)
  expect((await post(api('/sign-up'), account)).status).toBe(201)
  expect(app.errors).toEqual([])
})
