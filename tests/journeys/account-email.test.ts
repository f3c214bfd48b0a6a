/** A new email address: in two steps, and the old one works until the second is done. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { otherThan, signInAgain } from '../person.ts'
import { type App, createAccount, latestCode, newBrowser } from '../start-app.ts'
import { dialog, enterPasswordAgain, goToAccount, isOwnLine, part } from './at-account.ts'
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

/** What the API says to a sign-in by this address. */
async function statusOf(email: string, password: string) {
  const { status } = await signInAgain(newBrowser(app), { username: email, email, password })
  return status
}

/** Up to the step that asks for the code. */
async function askForCode(page: Page, email: string) {
  await page.getByRole('button', { name: 'Change your email address' }).click()
  await sendCode(page, email)
}

async function sendCode(page: Page, email: string) {
  await page.getByLabel('New email address').fill(email)
  await page.getByRole('button', { name: 'Send a code' }).click()
  await expect(page.getByText(`Enter the code we sent to ${email}.`)).toBeVisible()
}

test('somebody changes their address, and signs in with it from then on', async () => {
  await using visitor = await newVisitor(browser, { viewport: { width: 390, height: 844 }, hasTouch: true })
  const { page } = visitor
  const { password, ...account } = await createAccount(app)
  await goToAccount(app, page, { ...account, password })
  const next = `new-${account.email}`

  await page.getByRole('button', { name: 'Change your email address' }).click()
  await expect(page.getByLabel('New email address')).toBeFocused()
  await page.getByLabel('New email address').fill(` ${next} `)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('6-digit code')).toBeFocused()
  await expect(page.getByText(`${account.email} stays your address.`)).toBeVisible()
  expect(await statusOf(account.email, password)).toBe(200)
  expect(await statusOf(next, password)).toBe(401)

  await page.keyboard.insertText(await latestCode(app, next))
  await expect(part(page, 'Email').locator('.value')).toHaveText(next)
  await expect(page.getByRole('alert')).toHaveText(`Your email address is ${next} now.`)
  await expect(page.getByRole('button', { name: 'Change your email address' })).toBeFocused()
  expect(await statusOf(account.email, password)).toBe(401)
  expect(await statusOf(next, password)).toBe(200)
  await page.reload()
  await expect(part(page, 'Email')).toContainText(next)
  expect(visitor.complaints).toEqual([])
})

test('an address that is refused is told at its field, and nothing is sent', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  const before = app.messages().length

  await page.getByRole('button', { name: 'Change your email address' }).click()
  const field = page.getByLabel('New email address')
  await field.fill('not-an-address')
  await page.getByRole('button', { name: 'Send a code' }).click()
  await expect(field).toHaveAccessibleDescription(/complete email address/)
  await field.fill(account.email)
  await page.getByRole('button', { name: 'Send a code' }).click()
  await expect(field).toHaveAccessibleDescription(/your address already/)
  await expect(field).toBeFocused()
  await expect(field).toHaveValue(account.email)
  expect(app.messages()).toHaveLength(before)
})

test('an address that is somebody else’s cannot be taken, and another one can', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const owner = await createAccount(app)
  const account = await createAccount(app)
  await goToAccount(app, page, account)

  await askForCode(page, owner.email)
  await page.getByLabel('6-digit code').fill(await latestCode(app, owner.email))
  await expect(page.getByText('This address cannot be used for your account.').first()).toBeVisible()
  await expect(part(page, 'Email').locator('.value')).toHaveText(account.email)

  await page.getByRole('button', { name: 'Use another address' }).click()
  const next = `free-${account.email}`
  await sendCode(page, next)
  await page.getByLabel('6-digit code').fill(await latestCode(app, next))
  await expect(part(page, 'Email').locator('.value')).toHaveText(next)
  expect(await statusOf(owner.email, owner.password)).toBe(200)
})

describe('the code', () => {
  test('that is wrong is told at the field, and the right one still works', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    const next = `next-${account.email}`
    await askForCode(page, next)

    const right = await latestCode(app, next)
    const field = page.getByLabel('6-digit code')
    await field.fill(otherThan(right))
    await expect(field).toHaveAccessibleDescription(/not the right one/)
    await expect(field).toBeFocused()
    await page.keyboard.insertText(right)
    await expect(part(page, 'Email').locator('.value')).toHaveText(next)
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('that has expired is told, and a new one is sent after signing in again', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.clock.install()
    await goToAccount(app, page, account)
    const next = `late-${account.email}`
    await askForCode(page, next)

    const late = await latestCode(app, next)
    app.clock.advance({ hours: 25 })
    const field = page.getByLabel('6-digit code')
    await field.fill(late)
    await expect(field).toHaveAccessibleDescription(/expired/)

    const again = page.getByRole('button', { name: /Send a new code/ })
    await expect(again).toBeDisabled()
    await page.clock.fastForward(61_000)
    await again.click()
    await enterPasswordAgain(page, account.password)
    await expect(page.getByText(`A new code is on its way to ${next}.`).first()).toBeVisible()
    await expect(again).toBeDisabled()
    await expect(again).toBeFocused()
    await field.fill(await latestCode(app, next))
    await expect(part(page, 'Email').locator('.value')).toHaveText(next)
  })
})

test.each([
  ['calling it off', (page: Page) => page.getByRole('button', { name: 'Cancel' }).click()],
  ['a reload', (page: Page) => page.reload()],
])('%s in between leaves the old address', async (_, leave) => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  await askForCode(page, `never-${account.email}`)

  await leave(page)
  await expect(page.getByLabel('6-digit code')).toBeHidden()
  await expect(part(page, 'Email').locator('.value')).toHaveText(account.email)
  await page.reload()
  await expect(part(page, 'Email').locator('.value')).toHaveText(account.email)
})

test('what was typed survives an API that is busy', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  const next = `soon-${account.email}`
  await page.route('**/api/account/email', route =>
    route.fulfill({ status: 503, json: { code: 'busy', message: 'We are very busy.', requestId: 'r' } }),
  )
  await page.getByRole('button', { name: 'Change your email address' }).click()
  await page.getByLabel('New email address').fill(next)
  await page.getByRole('button', { name: 'Send a code' }).click()
  await expect(page.getByText('We are very busy.').first()).toBeVisible()

  await page.unroute('**/api/account/email')
  await page.getByRole('button', { name: 'Send a code' }).click()
  await expect(page.getByText(`Enter the code we sent to ${next}.`)).toBeVisible()
  expect(app.messages({ to: next })).toHaveLength(1)
  await expect(dialog(page, 'Is it still you?')).toBeHidden()
})
