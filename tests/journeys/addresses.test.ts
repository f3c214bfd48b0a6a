/** That a secret in an address or in the history would be found. Every journey is watched for it. */
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, latestCode, newAccount, post, startApp } from '../start-app.ts'
import { newVisitor, startBrowser } from './visitor.ts'

let app: App
let browser: Browser
beforeAll(async () => {
  ;[app, browser] = await Promise.all([startApp(), startBrowser()])
})
afterAll(async () => {
  await browser.close()
  await app[Symbol.asyncDispose]()
})

const careless: [string, (page: Page, code: string) => Promise<unknown>][] = [
  ['an address', (page, code) => page.goto(`${app.url}/confirm#code=${code}`)],
  [
    'an address that is gone in the next moment',
    (page, code) =>
      page.evaluate(text => {
        history.replaceState(null, '', `#${text}`)
        history.replaceState(null, '', '#')
      }, code),
  ],
  ['an entry of the history', (page, code) => page.evaluate(text => history.pushState({ text }, ''), code)],
]

test.each(careless)('a code in %s is found', async (_, careless) => {
  const account = newAccount()
  await post(`${app.url}/api/sign-up`, account)
  const visitor = await newVisitor(browser)
  await visitor.page.goto(`${app.url}/sign-in`)
  await careless(visitor.page, await latestCode(app, account.email))
  await visitor[Symbol.asyncDispose]().then(
    () => expect.unreachable(),
    error => expect(error.message).toContain('a code in an address'),
  )
})
