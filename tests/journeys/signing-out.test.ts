/** The end of a session in a browser: in all of its tabs, in what it has kept, and in what it goes back to. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Account, type App, createAccount } from '../start-app.ts'
import { expectAccount, goToAccount } from './at-account.ts'
import { heading, signIn, theSecret } from './at-the-door.ts'
import { startBuiltApp } from './built-app.ts'
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

async function openTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage()
  await tab.goto(`${app.url}/secret`)
  await expect(tab.getByText(theSecret)).toBeVisible()
  return tab
}

const signOut = (page: Page) => page.getByRole('button', { name: 'Sign out', exact: true }).click()

/** Not on the screen, and not behind it either. */
async function expectNothingOf(page: Page, { email, username }: Account) {
  await expect(heading(page, 'Sign in')).toBeVisible()
  const typed = page
    .locator('input')
    .evaluateAll(inputs => inputs.map(input => (input as HTMLInputElement).value))
  const held = [await page.content(), ...(await typed)].join('\n')
  for (const word of [theSecret, email, username]) expect(held).not.toContain(word)
}

describe('signing out', () => {
  test('in one tab clears all of them, and neither way through the history brings anything back', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await signIn(app, page, account)
    const other = await openTab(page)
    for (const tab of [page, other]) {
      await tab.getByRole('link', { name: 'Account' }).click()
      await expectAccount(tab, account.username)
    }

    await page.getByRole('link', { name: 'Secret' }).click()
    await signOut(page)
    for (const tab of [page, other]) {
      await expectNothingOf(tab, account)
      await tab.goBack()
      await expectNothingOf(tab, account)
      await tab.goForward()
      await expectNothingOf(tab, account)
    }
    for (const path of ['/secret', '/account']) {
      await page.goto(app.url + path)
      await expectNothingOf(page, account)
    }
    expect(visitor.complaints).toEqual([])
  })

  test('takes the cookies, and ends the session at Cognito', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await signIn(app, page, await createAccount(app))
    const before = await page.context().cookies()
    expect(before.map(({ name }) => name).sort()).toEqual(['__Host-access', '__Host-refresh'])
    for (const cookie of before)
      expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict', path: '/' })
    expect(await page.evaluate(() => document.cookie)).toBe('')

    await signOut(page)
    await expect(heading(page, 'Sign in')).toBeVisible()
    expect(await page.context().cookies()).toEqual([])
    const answer = await fetch(`${app.url}/api/session/refresh`, {
      method: 'POST',
      headers: {
        'sec-fetch-site': 'same-origin',
        cookie: before.map(({ name, value }) => `${name}=${value}`).join('; '),
      },
    })
    expect(answer.status).toBe(401)
  })

  test('works without the API, which is told on the next visit', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await signIn(app, page, await createAccount(app))

    await page.route('**/api/sign-out', route => route.abort())
    await signOut(page)
    await expect(heading(page, 'Sign in')).toBeVisible()
    expect(await page.context().cookies()).not.toEqual([])

    await page.unroute('**/api/sign-out')
    const told = page.waitForResponse(response => response.url().endsWith('/api/sign-out'))
    await page.goto(`${app.url}/secret`)
    await expect(heading(page, 'Sign in')).toBeVisible()
    expect((await told).status()).toBe(204)
    expect(await page.context().cookies()).toEqual([])
  })
})

describe('a page that the browser has kept as it was left', () => {
  let keeping: Browser
  beforeAll(async () => {
    keeping = await startBrowser({ keepsPages: true })
  })
  afterAll(() => keeping?.close())

  /** Marked, so that it can be told from one that has been loaded again. */
  async function leaveAccount(page: Page, account: Account) {
    await goToAccount(app, page, account)
    await page.evaluate(() => document.documentElement.setAttribute('data-kept', ''))
    await page.goto(`${app.url}/__offline/`)
  }
  /** There is nothing to load about a page that has been kept. */
  const comeBack = (page: Page) => page.goBack({ waitUntil: 'commit' })
  const isKept = (page: Page) => page.locator('html[data-kept]')

  test('comes back with the session that there still is', async () => {
    await using visitor = await newVisitor(keeping)
    const { page } = visitor
    const account = await createAccount(app)
    await leaveAccount(page, account)
    await comeBack(page)
    await expectAccount(page, account.username)
    await expect(isKept(page)).toBeVisible()
  })

  test('shows nothing any more when somebody signed out meanwhile', async () => {
    await using visitor = await newVisitor(keeping)
    const { page } = visitor
    const account = await createAccount(app)
    await leaveAccount(page, account)
    const other = await openTab(page)
    await signOut(other)
    await expectNothingOf(other, account)

    await comeBack(page)
    await expectNothingOf(page, account)
  })

  test('shows nothing any more when the next page of the same tab signed out', async () => {
    await using visitor = await newVisitor(keeping)
    const { page } = visitor
    const account = await createAccount(app)
    await leaveAccount(page, account)
    await page.goto(`${app.url}/secret`)
    await signOut(page)
    await expectNothingOf(page, account)

    await comeBack(page)
    // The page between has been kept as well; it has to stand before anybody can go on from it.
    await expect(heading(page, 'Inbox')).toBeVisible()
    await comeBack(page)
    await expectNothingOf(page, account)
  })
})
