/** A change that wants a fresh sign-in: it is asked for on top of the change, which is made afterwards by itself. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { otherThan, signedInBrowser } from '../person.ts'
import { type Account, type App, createAccount } from '../start-app.ts'
import { switchTotpOn } from '../totp.ts'
import {
  dialog,
  enterPasswordAgain,
  expectAccount,
  goToAccount,
  isOwnLine,
  openTab,
  part,
} from './at-account.ts'
import { heading } from './at-the-door.ts'
import { startBuiltApp } from './built-app.ts'
import { addDevice } from './passkey-owner.ts'
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

const isItYou = (page: Page) => dialog(page, 'Is it still you?')

/** Wants another address six minutes after signing in. */
async function changeLate(page: Page, { email }: Account): Promise<string> {
  app.clock.advance({ minutes: 6 })
  const next = `next-${email}`
  await page.getByRole('button', { name: 'Change your email address' }).click()
  await page.getByLabel('New email address').fill(next)
  await page.keyboard.press('Enter')
  await expect(isItYou(page)).toBeVisible()
  return next
}

const expectCodeStep = (page: Page, email: string) =>
  expect(page.getByText(`Enter the code we sent to ${email}.`)).toBeVisible()

test('somebody whose session was refreshed meanwhile signs in again, and their change is made', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await page.context().clock.install({ time: app.clock.now() })
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  const tab = await openTab(app, page, account.username)

  const refreshed = page.context().waitForEvent('response', {
    predicate: response => response.url().endsWith('/api/session/refresh') && response.ok(),
  })
  app.clock.advance({ minutes: 4 })
  await page.context().clock.fastForward('04:00')
  await refreshed
  app.clock.advance({ minutes: 2 })
  await page.context().clock.fastForward('02:00')

  await page.getByRole('button', { name: 'Change your email address' }).click()
  const next = `next-${account.email}`
  await page.getByLabel('New email address').fill(next)
  await page.keyboard.press('Enter')
  const password = isItYou(page).getByLabel('Password', { exact: true })
  await expect(password).toBeFocused()
  await expect(isItYou(page)).toContainText(`sign in again as ${account.username}`)
  expect(
    await isItYou(page)
      .locator('input')
      .evaluateAll(inputs =>
        inputs.map(input => [input.getAttribute('autocomplete'), (input as HTMLInputElement).value]),
      ),
  ).toEqual([
    ['username', account.username],
    ['current-password', ''],
  ])
  expect(app.messages({ to: next })).toEqual([])
  await enterPasswordAgain(page, account.password)
  await expectCodeStep(page, next)
  expect(app.messages({ to: next })).toHaveLength(1)
  await expect(isItYou(page)).toBeHidden()

  // Once for the next five minutes, and for every tab.
  await tab.getByRole('button', { name: 'Set up the authenticator app' }).click()
  await expect(tab.getByLabel('6-digit code')).toBeVisible()
  await tab.reload()
  await expectAccount(tab, account.username)
  expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
})

test('whoever does not want to finds the form as it was, with the reason', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  const next = await changeLate(page, account)

  for (const decline of [
    () => page.keyboard.press('Escape'),
    () => isItYou(page).getByRole('button', { name: 'Cancel' }).click(),
  ]) {
    await decline()
    await expect(isItYou(page)).toBeHidden()
    await expect(part(page, 'Email').getByText('Sign in again to make this change.')).toBeVisible()
    await expect(page.getByRole('alert')).toHaveText('Sign in again to make this change.')
    const field = page.getByLabel('New email address')
    await expect(field).toHaveValue(next)
    await expect(field).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(isItYou(page)).toBeVisible()
  }
  expect(app.messages({ to: next })).toEqual([])
  await enterPasswordAgain(page, account.password)
  await expectCodeStep(page, next)
})

test('a wrong password is told in the dialog, and can be mended', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  const next = await changeLate(page, account)

  await enterPasswordAgain(page, 'not-the-password')
  const password = isItYou(page).getByLabel('Password', { exact: true })
  await expect(password).toHaveAccessibleDescription('That is not your password.')
  await expect(password).toBeFocused()
  await expect(isItYou(page).getByRole('alert')).toHaveText('Check the marked field.')
  await expect(heading(page, 'Your account')).toBeVisible()
  await enterPasswordAgain(page, account.password)
  await expectCodeStep(page, next)
})

test('an API that is away while signing in again loses nothing', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  const next = await changeLate(page, account)
  await page.route('**/api/sign-in', route => route.abort())
  await enterPasswordAgain(page, account.password)
  await expect(isItYou(page).getByRole('alert')).toHaveText(/We cannot be reached/)
  await page.unroute('**/api/sign-in')
  await isItYou(page).getByRole('button', { name: 'Continue' }).click()
  await expectCodeStep(page, next)
})

test('a dialog on top of a dialog: an account is deleted late', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  app.clock.advance({ minutes: 6 })
  await page.getByRole('button', { name: 'Delete your account' }).click()
  const sure = dialog(page, 'Delete your account?')
  await sure.getByLabel('Your username').fill(account.username)
  await page.keyboard.press('Enter')
  await expect(isItYou(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(sure.getByText('Sign in again to make this change.').first()).toBeVisible()
  await expect(sure.getByLabel('Your username')).toHaveValue(account.username)

  await sure.getByRole('button', { name: 'Delete for good' }).click()
  await enterPasswordAgain(page, account.password)
  await expect(page.getByText('Your account is deleted')).toBeVisible()
  expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
})

test('the keyboard alone is enough, and stays inside', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  const next = await changeLate(page, account)

  const stops: (string | null)[] = []
  for (let presses = 0; presses < 6; presses++) {
    stops.push(
      await page.evaluate(() => {
        const { activeElement: at } = document
        if (at === document.body) return 'outside of the page'
        return at?.closest('dialog')
          ? (at.getAttribute('name') ?? at.ariaLabel ?? at.textContent)
          : `behind: ${at?.textContent}`
      }),
    )
    await page.keyboard.press('Tab')
  }
  expect(stops.filter(stop => stop?.startsWith('behind'))).toEqual([])
  expect(stops.slice(0, 4)).toEqual(['password', 'Show password', 'Continue', 'Cancel'])

  await isItYou(page).getByLabel('Password', { exact: true }).focus()
  await page.keyboard.insertText(account.password)
  await page.keyboard.press('Enter')
  await expectCodeStep(page, next)
  await expect(page.getByLabel('6-digit code')).toBeFocused()
})

describe('with an authenticator app', () => {
  test('the code is asked for in the same dialog', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    const device = await switchTotpOn(app, await signedInBrowser(app, account))
    const next = await changeLate(page, account)

    await enterPasswordAgain(page, account.password)
    const field = isItYou(page).getByLabel('6-digit code')
    await expect(field).toBeFocused()
    await field.fill(otherThan(device.code()))
    await expect(field).toHaveAccessibleDescription(/not the right one/)
    await field.fill(device.code())
    await expectCodeStep(page, next)
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('a code that comes too late leads back to the password', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    const device = await switchTotpOn(app, await signedInBrowser(app, account))
    const next = await changeLate(page, account)

    await enterPasswordAgain(page, account.password)
    const field = isItYou(page).getByLabel('6-digit code')
    await expect(field).toBeVisible()
    app.clock.advance({ minutes: 4 })
    await field.fill(device.code())
    await expect(isItYou(page).getByText('That took too long. Start again.').first()).toBeVisible()
    await expect(isItYou(page).getByLabel('Password', { exact: true })).toBeFocused()
    await enterPasswordAgain(page, account.password)
    await field.fill(device.nextCode())
    await expectCodeStep(page, next)
  })
})

describe('by a passkey', () => {
  async function withPasskey(page: Page) {
    const account = await createAccount(app)
    await addDevice(page)
    await goToAccount(app, page, account)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('button', { name: 'Add passkey' }).click()
    await expect(part(page, 'Passkeys').getByRole('listitem')).toHaveCount(1)
    return account
  }

  test('somebody proves themselves without typing', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const next = await changeLate(page, await withPasskey(page))
    await isItYou(page).getByRole('button', { name: 'Use a passkey' }).click()
    await expectCodeStep(page, next)
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('a cancelled one leaves the password', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await withPasskey(page)
    const next = await changeLate(page, account)
    await page.evaluate(() => {
      navigator.credentials.get = () => Promise.reject(new DOMException('No.', 'NotAllowedError'))
    })
    const button = isItYou(page).getByRole('button', { name: 'Use a passkey' })
    const asked = page.waitForResponse('**/api/sign-in/passkey')
    await button.click()
    await asked
    await expect(button).toBeEnabled()
    await expect(isItYou(page).locator('.notice')).toHaveCount(0)
    await enterPasswordAgain(page, account.password)
    await expectCodeStep(page, next)
  })

  test('is not offered to somebody who has none', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    await changeLate(page, account)
    await expect(isItYou(page).getByRole('button', { name: 'Use a passkey' })).toHaveCount(0)
  })
})
