/** Signing in with a passkey by the button, and what can go wrong on the way. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type App, createAccount } from '../start-app.ts'
import { isOwnLine } from './at-account.ts'
import { enterPassword, heading, theSecret } from './at-the-door.ts'
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

const password = (page: Page) => page.getByLabel('Password', { exact: true })

describe('by the button, a passkey', () => {
  test.each(['username', 'email'] as const)('leads in whoever gives their %s', async known => {
    await using visitor = await passkeyOwner(app, browser)
    const { page, account } = visitor
    await identifier(page).fill(account[known])
    await byPasskey(page).click()
    await expect(heading(page, 'You are in')).toBeFocused()
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints).toEqual([])

    // That there is a passkey is noted, but not whose.
    const [kept, cookie] = await page.evaluate(() => [{ ...localStorage }, document.cookie])
    expect(kept).toEqual({ 'latchkey.presence': 'signed-in', 'latchkey.passkey': 'known' })
    expect(cookie).toBe('')
  })

  test('leads to where the visitor was going', async () => {
    await using visitor = await passkeyOwner(app, browser)
    const { page, account } = visitor
    await page.goto(`${app.url}/secret?from=a-link#here`)
    await identifier(page).fill(account.username)
    await byPasskey(page).click()
    await expect(page.getByText(theSecret)).toBeVisible()
    await expect(page).toHaveURL(`${app.url}/secret?from=a-link#here`)
  })

  test('wants no name in a browser where it was used last time', async () => {
    await using visitor = await returningOwner(app, browser)
    const { page, device } = visitor
    await page.reload()
    await expect(identifier(page)).toHaveValue('')
    await expectOffer(page)
    await page.route('**/api/sign-in/passkey', async route => {
      await device.holdFinger(true)
      await route.continue()
    })
    await byPasskey(page).click()
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints).toEqual([])
  })

  test('wants a name in any other browser, at the field', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/sign-in`)
    await byPasskey(page).click()
    await expect(identifier(page)).toHaveAccessibleDescription(
      'Enter your username first, then use your passkey.',
    )
    await expect(identifier(page)).toBeFocused()
    await identifier(page).fill('two words')
    await byPasskey(page).click()
    await expect(identifier(page)).toHaveAccessibleDescription(/has no spaces in it/)
    expect(visitor.complaints).toEqual([])
  })

  test('is calmly denied where the account has none, and the password is there', async () => {
    const account = await createAccount(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/sign-in`)
    await identifier(page).fill(account.username)
    await byPasskey(page).click()
    await expect(
      page.getByText('There is no passkey for that here. Use your password.').first(),
    ).toBeVisible()
    await enterPassword(page, account)
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints).toEqual([])
  })

  test('may be called off in the dialog, and nothing is said about it', async () => {
    await using visitor = await passkeyOwner(app, browser)
    const { page, account, device } = visitor
    await device.recognise(false)
    await identifier(page).fill(account.username)
    await password(page).fill(account.password)
    const asked = page.waitForResponse('**/api/sign-in/passkey')
    await byPasskey(page).click()
    await asked
    await expect(byPasskey(page)).toBeEnabled({ timeout: 15_000 })
    await expect(page.getByRole('alert')).toHaveText('')
    await expect(page.locator('.notice')).toHaveCount(0)

    await password(page).press('Enter')
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints).toEqual([])
  })

  test('that does not fit is refused with a sentence, and the password is there', async () => {
    await using visitor = await passkeyOwner(app, browser)
    const { page, account } = visitor
    await page.route('**/api/sign-in/challenge', async route => {
      const body = route.request().postDataJSON()
      body.credential.response.signature = btoa('not what the device has signed').replaceAll('=', '')
      await route.continue({ postData: body })
    })
    await identifier(page).fill(account.username)
    await byPasskey(page).click()
    await expect(page.getByText('That passkey did not work here. Use your password.').first()).toBeVisible()
    await enterPassword(page, account)
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('survives an API that cannot be reached', async () => {
    await using visitor = await passkeyOwner(app, browser)
    const { page, account } = visitor
    await page.route('**/api/sign-in/passkey', route => route.abort())
    await identifier(page).fill(account.username)
    await byPasskey(page).click()
    await expect(page.getByText('We cannot be reached just now.').first()).toBeVisible()
    await expect(identifier(page)).toHaveValue(account.username)
    await page.unroute('**/api/sign-in/passkey')
    await byPasskey(page).click()
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('is not offered by a browser that has none', async () => {
    const account = await createAccount(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'))
    await page.goto(`${app.url}/sign-in`)
    await expect(heading(page, 'Sign in')).toBeVisible()
    await expect(byPasskey(page)).toHaveCount(0)
    await enterPassword(page, account)
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints).toEqual([])
  })

  test('moves nothing on the screen when it comes', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const held = Promise.withResolvers<void>()
    await page.route('**/next-*.js', async route => {
      await held.promise
      await route.continue()
    })
    await page.goto(`${app.url}/sign-in`)
    const below = page.getByRole('link', { name: 'Create an account' })
    const before = await below.boundingBox()
    await expect(byPasskey(page)).toHaveCount(0)
    held.resolve()
    await expect(byPasskey(page)).toBeVisible()
    expect(await below.boundingBox()).toEqual(before)
  })
})

test('a passkey that is asked for after the password is asked for at once, and again by the button', async () => {
  await using visitor = await passkeyOwner(app, browser)
  const { page, account, device } = visitor
  await page.route('**/api/sign-in', async route => {
    const asked = await page.request.post(`${app.url}/api/sign-in/passkey`, {
      data: { username: account.username },
    })
    await route.fulfill({ json: await asked.json() })
  })
  await device.recognise(false)
  await enterPassword(page, account)
  await expect(heading(page, 'Use your passkey')).toBeVisible()
  const again = page.getByRole('button', { name: 'Use your passkey' })
  await expect(again).toBeEnabled({ timeout: 15_000 })
  await expect(page.getByRole('alert')).toHaveText('')

  await device.recognise(true)
  await again.click()
  await expect(page.getByText(theSecret)).toBeVisible()
  expect(visitor.complaints).toEqual([])
})
