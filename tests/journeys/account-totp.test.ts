/** An authenticator app: set up with its secret and a first code, asked for from then on, and removed. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { otherThan, signedInBrowser, signInAgain } from '../person.ts'
import { type Account, type App, createAccount, newBrowser } from '../start-app.ts'
import { switchTotpOn } from '../totp.ts'
import { enterPasswordAgain, goToAccount, isOwnLine, part, shownAuthenticator } from './at-account.ts'
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

/** Whether the API asks for a code after the password. */
async function asksForCode(account: Account): Promise<boolean> {
  const { body } = await signInAgain(newBrowser(app), account)
  return body.challenge?.name === 'TOTP'
}

/** Gives what an app makes of the secret that the page shows. */
async function startSetUp(page: Page) {
  await page.getByRole('button', { name: 'Set up the authenticator app' }).click()
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
  return shownAuthenticator(app, page)
}

test('somebody sets one up, and needs its codes from then on', async () => {
  await using visitor = await newVisitor(browser, { viewport: { width: 390, height: 844 }, hasTouch: true })
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  const device = await startSetUp(page)
  expect(await asksForCode(account)).toBe(false)

  const field = page.getByLabel('6-digit code')
  await field.fill(otherThan(device.code()))
  await expect(field).toHaveAccessibleDescription(/not the right one/)
  await expect(field).toBeFocused()
  await field.fill(device.code())
  await expect(part(page, 'Authenticator app')).toContainText('On.')
  await expect(page.getByRole('alert')).toHaveText(/Your authenticator app is on/)
  await expect(page.getByRole('button', { name: 'Remove the authenticator app' })).toBeFocused()
  await expect(page.locator('code')).toBeHidden()
  expect(await asksForCode(account)).toBe(true)

  await page.reload()
  await expect(part(page, 'Authenticator app')).toContainText('On.')
  expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
})

test('somebody who takes long over it signs in again, and it is on', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  const device = await startSetUp(page)
  app.clock.advance({ minutes: 6 })
  await page.getByLabel('6-digit code').fill(device.code())
  await enterPasswordAgain(page, account.password)
  await expect(part(page, 'Authenticator app')).toContainText('On.')
  expect(await asksForCode(account)).toBe(true)
  expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
})

test.each([
  ['calling it off', (page: Page) => page.getByRole('button', { name: 'Cancel' }).click()],
  ['a reload', (page: Page) => page.reload()],
  ['going elsewhere', (page: Page) => page.getByRole('link', { name: 'Secret' }).click()],
])('%s half way leaves it off', async (_, leave) => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  await startSetUp(page)
  await leave(page)
  await expect(page.locator('code')).toBeHidden()
  await page.goto(`${app.url}/account`)
  await expect(part(page, 'Authenticator app')).toContainText('Off.')
  expect(await asksForCode(account)).toBe(false)
})

describe('removing it', () => {
  async function withTotpOn(page: Page) {
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    await switchTotpOn(app, await signedInBrowser(app, account))
    await page.reload()
    await page.getByRole('button', { name: 'Remove the authenticator app' }).click()
    return account
  }

  test('is asked about, and makes the password enough', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await withTotpOn(page)
    await expect(page.getByText('Without it, your password alone is enough')).toBeVisible()
    expect(await asksForCode(account)).toBe(true)
    await page.getByRole('button', { name: 'Remove it' }).click()
    await expect(part(page, 'Authenticator app')).toContainText('Off.')
    await expect(page.getByRole('button', { name: 'Set up the authenticator app' })).toBeFocused()
    expect(await asksForCode(account)).toBe(false)
    expect(visitor.complaints).toEqual([])
  })

  test('can be thought better of', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await withTotpOn(page)
    await page.getByRole('button', { name: 'Keep it' }).click()
    await expect(page.getByRole('button', { name: 'Remove the authenticator app' })).toBeFocused()
    expect(await asksForCode(account)).toBe(true)
  })
})

test('one that was set up in another tab meanwhile is told, and shown after a reload', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  await switchTotpOn(app, await signedInBrowser(app, account))
  await page.getByRole('button', { name: 'Set up the authenticator app' }).click()
  await expect(page.getByText('An authenticator app is set up already.').first()).toBeVisible()
  await page.reload()
  await expect(part(page, 'Authenticator app')).toContainText('On.')
})
