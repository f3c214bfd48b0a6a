/** Signing in with a passkey that the browser offers by itself, among what it fills in. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { App } from '../start-app.ts'
import { isOwnLine } from './at-account.ts'
import { enterPassword, theSecret, watchApi } from './at-the-door.ts'
import { startBuiltApp } from './built-app.ts'
import { byPasskey, expectOffer, identifier, passkeyOwner, returningOwner } from './passkey-owner.ts'
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

/** An answer to the question what a passkey has to prove. */
const challengeRequest = (page: Page) =>
  page.waitForResponse(response => response.url().endsWith('/api/sign-in/passkey'))

/** Resolves with whether any script that the page has loaded since is the library for passkeys: it knows this word. */
function watchForLibrary(page: Page): () => Promise<boolean> {
  const scripts: Promise<string>[] = []
  page.on('response', response => {
    if (response.request().resourceType() === 'script') scripts.push(response.text())
  })
  return async () => (await Promise.all(scripts)).some(script => script.includes('ERROR_CEREMONY_ABORTED'))
}

describe('by autofill, a passkey', () => {
  test('leads in without a word typed', async () => {
    await using visitor = await returningOwner(app, browser)
    const { page, device } = visitor
    await expect(identifier(page)).toHaveAttribute('autocomplete', 'username webauthn')
    await device.holdFinger(true)
    const hasLibrary = watchForLibrary(page)
    await page.reload()
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(await hasLibrary()).toBe(true)
    expect(visitor.complaints).toEqual([])
  })

  test('gives way to the password', async () => {
    await using visitor = await returningOwner(app, browser)
    const { page, account } = visitor
    await enterPassword(page, { ...account, password: 'not-the-password' })
    await expect(page.getByText('The username or the password is not right.').first()).toBeVisible()
    await enterPassword(page, account)
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('is offered on after a wrong password', async () => {
    await using visitor = await returningOwner(app, browser)
    const { page, account, device } = visitor
    await page.route('**/api/sign-in', async route => {
      await device.holdFinger(true)
      await route.continue()
    })
    await enterPassword(page, { ...account, password: 'not-the-password' })
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('still works after the screen has stood for long', async () => {
    await using visitor = await passkeyOwner(app, browser)
    const { page, account, device } = visitor
    await identifier(page).fill(account.username)
    await byPasskey(page).click()
    await expect(page.getByText(theSecret)).toBeVisible()
    await device.holdFinger(false)
    await page.clock.install()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expectOffer(page)

    const second = challengeRequest(page)
    app.clock.advance({ minutes: 4 })
    await device.holdFinger(true)
    await page.clock.fastForward('04:00')
    await second
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('that is refused is told, and another one can be chosen', async () => {
    await using visitor = await returningOwner(app, browser)
    const { page, device } = visitor
    await page.route('**/api/sign-in/challenge', route => route.abort())
    await device.holdFinger(true)
    await page.reload()
    await expect(page.getByText('We cannot be reached just now.').first()).toBeVisible()
    await page.unroute('**/api/sign-in/challenge')
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('is left in silence when it cannot be had', async () => {
    await using visitor = await returningOwner(app, browser)
    const { page, account } = visitor
    await page.route('**/api/sign-in/passkey', route => route.abort())
    const asked = page.waitForRequest('**/api/sign-in/passkey')
    await page.reload()
    await asked
    await expect(page.getByRole('alert')).toHaveText('')
    await enterPassword(page, account)
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('is not thought of for a stranger', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const asked = watchApi(page)
    const hasLibrary = watchForLibrary(page)
    await page.goto(`${app.url}/sign-in`)
    await expect(byPasskey(page)).toBeVisible()
    await page.waitForLoadState('networkidle')
    expect(asked).toEqual([])
    expect(await hasLibrary()).toBe(false)
  })
})
