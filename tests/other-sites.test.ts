/** Requests that a browser sends for a page which is not ours. */
import { contract } from '@latchkey/core/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newPerson } from './person.ts'
import { refusalOf } from './refusal.ts'
import { sampleBodies } from './sample-bodies.ts'
import { refresh } from './session-cookies.ts'
import { type App, newBrowser, startApp } from './start-app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.[Symbol.asyncDispose]())

test.each(['cross-site', 'same-site', 'none'])(
  'another site (%s) changes nothing by any route',
  async site => {
    const person = await newPerson(app)
    const { browser, username, password } = person
    const bodies = new Map<string, object>(sampleBodies(person))
    const mails = app.messages().length
    const headers = { 'sec-fetch-site': site }
    for (const [name, { method, path }] of Object.entries(contract)) {
      if (method === 'GET') continue
      const body = bodies.get(name)
      const at = path.replace('{id}', 'AAAA')
      const answer = method === 'POST' ? browser.post(at, body, headers) : browser.delete(at, body, headers)
      expect([name, await refusalOf(answer)]).toEqual([
        name,
        {
          status: 403,
          code: 'request_refused',
          message: 'This request did not come from our own site.',
          cookies: [],
        },
      ])
    }
    expect(app.messages()).toHaveLength(mails)
    app.clock.advance({ minutes: 1 })
    expect((await refresh(browser)).status).toBe(200)
    expect((await newBrowser(app).post('/sign-in', { username, password })).status).toBe(200)
  },
)
