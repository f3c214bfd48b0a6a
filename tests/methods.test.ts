/** Methods that a path has not, and paths that have none: the gateway refuses them, and no function hears of it. */
import { contract } from '@latchkey/core/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allMethods } from './fuzz/flaws-of-first-line.ts'
import { createHttpClient, type HttpClient } from './http-exchange.ts'
import { newPerson, type Person } from './person.ts'
import { samplePath } from './sample-bodies.ts'
import { type App, cookieHeader, startApp } from './start-app.ts'

let app: App
let http: HttpClient
let person: Person
beforeAll(async () => {
  app = await startApp()
  http = createHttpClient(app.url)
  person = await newPerson(app)
})
afterAll(async () => {
  http?.close()
  await app?.[Symbol.asyncDispose]()
})

const rows = Object.values(contract)
const routed = rows.map(({ path }) => samplePath(path))
/** Those above a route, which have none themselves. */
const parents = routed.flatMap(path =>
  path.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/') || '/'),
)
const paths = [...new Set([...routed, ...parents, '/nowhere'])]

const isRouted = (path: string, method: string) =>
  rows.some(row => row.method === method && samplePath(row.path) === path)

test.each(paths)('%s has its own methods and no others', async path => {
  const logged = app.logs.length
  const { browser } = person
  const strangers: [string, string][] = []
  const owners: [string, string][] = [
    ['Authorization', `Bearer ${browser.idToken}`],
    ['Cookie', cookieHeader(browser)],
    ['Sec-Fetch-Site', 'same-origin'],
  ]
  for (const method of allMethods.filter(method => !isRouted(path, method))) {
    for (const headers of [strangers, owners]) {
      const answer = await http.send({ method, path: `/api${path}`, headers })
      expect([method, answer.status, answer.headers['content-type']]).toEqual([
        method,
        403,
        'application/json',
      ])
      const { message } = method === 'HEAD' ? { message: '' } : JSON.parse(answer.body)
      // To AWS a method that is not there is a call signed with IAM, and a Bearer token a bad signature.
      if (headers === strangers && method !== 'HEAD') expect(message).toBe('Missing Authentication Token')
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(Object.keys(answer.headers).filter(name => /^(allow|access-control-)/.test(name))).toEqual([])
    }
  }
  expect(app.logs).toHaveLength(logged)
  expect(app.errors).toEqual([])
})

test('a method in small letters is none', async () => {
  const logged = app.logs.length
  const lines = [
    'get /api/secret HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${person.browser.idToken}`,
  ]
  expect(await http.sendRaw([...lines, '', ''].join('\r\n'))).toMatch(/^HTTP\/1\.1 400 /)
  expect(app.logs).toHaveLength(logged)
})
