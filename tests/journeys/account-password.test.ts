/** A new password: it ends every other session, and this one goes on. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { otherThan, signedInBrowser, signInAgain } from '../person.ts'
import { type Account, type App, createAccount, newBrowser } from '../start-app.ts'
import { switchTotpOn } from '../totp.ts'
import { expectAccount, goToAccount, isOwnLine, openTab } from './at-account.ts'
import { heading } from './at-the-door.ts'
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

const newPassword = 'a-new-horse-battery'
const done = 'Your password is changed. You are signed out everywhere else.'

async function changePassword(page: Page, current: string, next: string) {
  await page.getByLabel('Current password', { exact: true }).fill(current)
  await page.getByLabel('New password', { exact: true }).fill(next)
  await page.getByRole('button', { name: 'Change password' }).click()
}

const open = (page: Page) => page.getByRole('button', { name: 'Change your password' }).click()

/** What the API says to a sign-in with this password. */
const statusWith = async (account: Account, password: string) =>
  (await signInAgain(newBrowser(app), { ...account, password })).status

test('other browsers are signed out, this one is not, nor is its second tab', async () => {
  await using here = await newVisitor(browser)
  await using there = await newVisitor(browser)
  const { page } = here
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  const tab = await openTab(app, page, account.username)
  await goToAccount(app, there.page, account)

  await open(page)
  await expect(page.getByLabel('Current password', { exact: true })).toBeFocused()
  await changePassword(page, account.password, newPassword)
  await expect(page.getByRole('alert')).toHaveText(done)
  await expect(page.getByRole('button', { name: 'Change your password' })).toBeFocused()
  expect(await statusWith(account, account.password)).toBe(401)
  expect(await statusWith(account, newPassword)).toBe(200)

  await there.page.reload()
  await expect(there.page.getByText(/Your session has ended/)).toBeVisible()

  // Past the end of every token that there was before the change.
  app.clock.advance({ minutes: 6 })
  await tab.getByRole('link', { name: 'Secret' }).click()
  await expect(heading(tab, 'You are in')).toBeVisible()
  for (const one of [page, tab]) {
    await one.goto(`${app.url}/account`)
    await expectAccount(one, account.username)
  }
  expect(here.complaints).toEqual([])
})

test('a password manager learns whose password it is, and which is the new one', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  await open(page)
  const fields = await page
    .getByRole('group', { name: 'Change your password' })
    .locator('input')
    .evaluateAll(inputs =>
      inputs.map(input => [input.getAttribute('autocomplete'), (input as HTMLInputElement).value]),
    )
  expect(fields).toEqual([
    ['username', account.username],
    ['current-password', ''],
    ['new-password', ''],
  ])
})

test('a wrong current password is told at its field, and nothing that was typed is lost', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  await open(page)
  await changePassword(page, 'not-the-password', newPassword)

  const current = page.getByLabel('Current password', { exact: true })
  await expect(current).toHaveAccessibleDescription(/not your current password/)
  await expect(current).toBeFocused()
  await expect(page.getByLabel('New password', { exact: true })).toHaveValue(newPassword)
  await expect(heading(page, 'Your account')).toBeVisible()

  await current.fill(account.password)
  await page.keyboard.press('Enter')
  await expect(page.getByText(done).first()).toBeVisible()
  expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
})

test('what a new password has to be is read before typing, and ticked off', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  await open(page)
  const next = page.getByLabel('New password', { exact: true })
  await expect(next).toHaveAccessibleDescription('At least 12 characters No spaces')

  await changePassword(page, account.password, 'too-short')
  await expect(next).toHaveAccessibleDescription(/Use at least 12 characters/)
  await next.fill('long-enough-now')
  await expect(next).toHaveAccessibleDescription('At least 12 characters (done) No spaces (done)')
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect(await statusWith(account, account.password)).toBe(200)
})

describe('with an authenticator app', () => {
  async function changeUpToCode(page: Page) {
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    const device = await switchTotpOn(app, await signedInBrowser(app, account))
    await open(page)
    await changePassword(page, account.password, newPassword)
    await expect(page.getByText(/Your password is changed. To stay signed in here/)).toBeVisible()
    return { account, device }
  }

  test('a code is asked for, and the session goes on', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const { account, device } = await changeUpToCode(page)

    const field = page.getByLabel('6-digit code')
    await expect(field).toBeFocused()
    const right = device.nextCode()
    await field.fill(otherThan(right))
    await expect(field).toHaveAccessibleDescription(/not the right one/)
    await field.fill(right)
    await expect(page.getByText(done).first()).toBeVisible()
    await page.reload()
    await expectAccount(page, account.username)
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('there is time to look for the code, and the other tab comes along', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const { clock } = page.context()
    await clock.install({ time: app.clock.now() })
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    const tab = await openTab(app, page, account.username)
    const device = await switchTotpOn(app, await signedInBrowser(app, account))
    await open(page)
    app.clock.advance({ minutes: 3 })
    await clock.fastForward('03:00')
    await changePassword(page, account.password, newPassword)
    const field = page.getByLabel('6-digit code')
    await expect(field).toBeFocused()
    await expect(heading(tab, 'Sign in')).toBeVisible()

    // The old token nears its end, and the visitor comes back from the window with the app.
    app.clock.advance({ minutes: 1.5 })
    await clock.fastForward('01:30')
    const looked = page.waitForResponse(response => response.url().endsWith('/api/account'))
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
    expect((await looked).status()).toBe(401)
    await page.evaluate(() => navigator.locks.request('latchkey.session', () => {}))

    await field.fill(device.nextCode())
    await expect(page.getByText(done).first()).toBeVisible()
    await expectAccount(tab, account.username)
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('whoever has no code at hand signs in again', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await changeUpToCode(page)
    await page.getByRole('button', { name: 'Sign in again' }).click()
    await expect(heading(page, 'Sign in')).toBeVisible()
    await page.goto(`${app.url}/secret`)
    await expect(heading(page, 'Sign in')).toBeVisible()
  })

  test('a code that comes too late is told, with the way on', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const { device } = await changeUpToCode(page)
    app.clock.advance({ minutes: 4 })
    await page.getByLabel('6-digit code').fill(device.code())
    await expect(page.getByText(/That took too long. Sign in again/).first()).toBeVisible()
    await page.getByRole('button', { name: 'Sign in again' }).click()
    await expect(heading(page, 'Sign in')).toBeVisible()
  })
})
