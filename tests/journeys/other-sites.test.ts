/** Pages of others, in the browser of somebody who is signed in here. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { contract } from '@latchkey/core/contract'
import type { Browser } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { sampleBodies, samplePath } from '../sample-bodies.ts'
import { type Account, type App, createAccount } from '../start-app.ts'
import { expectAccount, goToAccount } from './at-account.ts'
import { startBuiltApp } from './built-app.ts'
import { emptySite } from './empty-site.ts'
import { newVisitor, startBrowser } from './visitor.ts'

let app: App
let browser: Browser
beforeAll(async () => {
  ;[app, browser] = await Promise.all([startBuiltApp(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await app?.[Symbol.asyncDispose]()
})

/** Somebody who is signed in, and has come to a page of another site on this host. */
async function lured(host: string) {
  await using opened = new AsyncDisposableStack()
  const elsewhere = opened.use(await emptySite(host))
  const visitor = opened.use(await newVisitor(browser))
  const { page, origins } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  origins.add(elsewhere.url)
  const trap = await page.context().newPage()
  await trap.goto(elsewhere.url)
  const stack = opened.move()
  return { page, trap, account, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

/** Every row of the contract, by its address, with a body that has nothing to be said against it. */
function everyRequest(account: Account) {
  const bodies = new Map<string, object>(sampleBodies(account))
  return Object.entries(contract).map(([name, { method, path }]) => ({
    method,
    url: `${app.url}/api${samplePath(path)}`,
    body: JSON.stringify(bodies.get(name) ?? {}),
  }))
}

type Attack = ReturnType<typeof everyRequest>[number]

/** Each runs in the page of the other site. */
const attacks: [how: string, (attacks: Attack[]) => unknown][] = [
  [
    'as a simple request, with what it asks for in a text',
    attacks => {
      for (const { method, url, body } of attacks) {
        const text = method === 'GET' ? {} : { method: 'POST', body }
        fetch(url, { mode: 'no-cors', credentials: 'include', ...text }).catch(() => {})
      }
    },
  ],
  [
    'as our own pages do',
    attacks => {
      const headers = { 'Content-Type': 'application/json' }
      for (const { method, url, body } of attacks) {
        const json = method === 'GET' ? {} : { body, headers }
        fetch(url, { method, credentials: 'include', ...json }).catch(() => {})
      }
    },
  ],
  [
    'as an image',
    attacks => {
      for (const { url } of attacks) document.body.append(Object.assign(new Image(), { src: url }))
    },
  ],
  [
    'by a form',
    attacks => {
      for (const [number, { url, body }] of attacks.entries()) {
        const frame = document.createElement('iframe')
        const form = document.createElement('form')
        const input = document.createElement('input')
        frame.name = `frame-${number}`
        Object.assign(form, { action: url, method: 'post', enctype: 'text/plain', target: frame.name })
        // A form sends "name=value", which is JSON where it is cut in a good place.
        Object.assign(input, { type: 'hidden', name: `${body.slice(0, -1)},"x":"`, value: '"}' })
        form.append(input)
        document.body.append(frame, form)
        form.submit()
      }
    },
  ],
]

/** What comes to the API of this process, and what becomes of it; a browser does not tell all of it. */
function watchApi() {
  const exchanges: { url: string; hasCookies: boolean; response: ServerResponse }[] = []
  const note = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    const url = app.url + request.url
    const hasCookies = request.headers.cookie !== undefined
    if (url.startsWith(`${app.url}/api/`)) exchanges.push({ url, hasCookies, response })
  }
  subscribe('http.server.request.start', note)
  return { exchanges, [Symbol.dispose]: () => unsubscribe('http.server.request.start', note) }
}

describe.each([
  ['another host', '127.0.0.1'],
  // To SameSite, ports of one host are the same site.
  ['another port of this host', 'localhost'],
])('a page of %s', (_, host) => {
  test.each(attacks)('gets nothing done and learns nothing %s', async (_, send) => {
    await using visitor = await lured(host)
    const { page, trap, account } = visitor
    const before = await page.context().cookies()
    const mails = app.messages().length
    using api = watchApi()

    const tried = everyRequest(account)
    await trap.evaluate(send, tried)
    // Some paths have several methods, of which a page can choose but one or two.
    const urls = new Set(tried.map(({ url }) => url))
    await expect.poll(() => new Set(api.exchanges.map(({ url }) => url))).toEqual(urls)
    await expect.poll(() => api.exchanges.every(({ response }) => response.writableFinished)).toBe(true)

    expect(api.exchanges.filter(({ response }) => response.statusCode < 400)).toEqual([])
    // Between the ports of a host it is not the cookies' SameSite that protects.
    expect(api.exchanges.some(({ hasCookies }) => hasCookies)).toBe(host === 'localhost')
    expect(await page.context().cookies()).toEqual(before)
    expect(app.messages()).toHaveLength(mails)
    await page.reload()
    await expectAccount(page, account.username)
  })

  test('can neither show our pages in a frame nor keep a hold on our window', async () => {
    await using visitor = await lured(host)
    const { trap, account } = visitor
    const refused = trap.waitForEvent('requestfailed', request => request.url() === `${app.url}/account`)
    await trap.evaluate(url => {
      document.body.appendChild(document.createElement('iframe')).src = url
    }, `${app.url}/account`)
    expect((await refused).failure()?.errorText).toBe('net::ERR_BLOCKED_BY_RESPONSE')

    const opening = trap.waitForEvent('popup')
    const hold = await trap.evaluateHandle(url => window.open(url), `${app.url}/account`)
    const opened = await opening
    await expectAccount(opened, account.username)
    expect(await opened.evaluate(() => window.opener)).toBeNull()
    expect(await hold.evaluate(ours => ours?.closed)).toBe(true)
  })
})
