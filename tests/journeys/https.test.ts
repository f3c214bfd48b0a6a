/** The site over TLS, for browsers that take Secure cookies from nowhere else. */
import { request } from 'node:https'
import { json } from 'node:stream/consumers'
import type { Browser } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, test } from 'vitest'
import { type App, newAccount } from '../start-app.ts'
import { startBuiltApp } from './built-app.ts'
import { newVisitor, startBrowser } from './visitor.ts'

let app: App
let browser: Browser
beforeAll(async () => {
  ;[app, browser] = await Promise.all([startBuiltApp({ https: true }), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await app?.[Symbol.asyncDispose]()
})

/** As a client that trusts the certificate and no other. */
const send = (path: string, body?: object) =>
  new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
    const options = { ca: app.certificate, agent: false, method: body ? 'POST' : 'GET' }
    const headers = { 'content-type': 'application/json' }
    request(`${app.url}${path}`, { ...options, headers }, async response =>
      resolve({ status: response.statusCode, body: await json(response) }),
    )
      .on('error', reject)
      .end(body && JSON.stringify(body))
  })

test('who trusts its certificate reaches it, and messages lead back by https', async () => {
  expect(app.url).toMatch(/^https:\/\/localhost:\d+$/)
  expect(await send('/__offline/health')).toEqual({ status: 200, body: { status: 'ok' } })

  const account = newAccount()
  expect((await send('/api/sign-up', account)).status).toBe(201)
  const [message] = app.messages({ to: account.email })
  expect(message?.body).toContain(`href="${app.url}/confirm#username=${account.username}"`)
  const { username } = account
  expect((await send('/api/confirm', { username, code: message?.code })).status).toBe(200)
})

test('a browser signs in', async () => {
  const account = newAccount()
  await send('/api/sign-up', account)
  const [message] = app.messages({ to: account.email })
  await send('/api/confirm', { username: account.username, code: message?.code })

  await using visitor = await newVisitor(browser, { ignoreHTTPSErrors: true })
  const { page } = visitor
  await page.goto(`${app.url}/sign-in`)
  await page.getByLabel('Username or email').fill(account.username)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('CAUTION !!! THIS IS VERY SECRET')).toBeVisible()
  const cookies = await page.context().cookies(app.url)
  expect(cookies.map(({ secure }) => secure)).not.toContain(false)
  expect(visitor.complaints).toEqual([])
})
