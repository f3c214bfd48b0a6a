/** Choosing a password, on every screen where one is chosen: what is refused, and how the field helps. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { invite } from '../person.ts'
import { type App, createAccount, latestCode, newAccount, post } from '../start-app.ts'
import { goToAccount, isOwnLine } from './at-account.ts'
import { codeField, enterPassword, heading, newPassword, signUp, theSecret } from './at-the-door.ts'
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

const common = 'Password2024!'
const good = 'another-horse-battery'

const password = (page: Page) => page.getByLabel('Password', { exact: true })
const currentPassword = (page: Page) => page.getByLabel('Current password', { exact: true })

/** Told at the field, which has the focus and keeps what was typed. */
async function expectRefused(field: ReturnType<Page['getByLabel']>, typed: string, reason: RegExp) {
  await expect(field).toHaveAccessibleDescription(reason)
  await expect(field).toBeFocused()
  await expect(field).toHaveValue(typed)
}

const isTooEasy = /Choose another password: this one is too easy to guess\./
const isMadeOfNames = /this one is little more than your username, your email address or our name\./

describe('a password that would be guessed is told at its field, and another one works', () => {
  test('at sign-up', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = newAccount()
    await page.goto(`${app.url}/sign-up`)
    await signUp(page, { ...account, password: common })
    await expectRefused(password(page), common, isTooEasy)
    await expect(page.getByLabel('Username')).toHaveValue(account.username)
    await expect(page.getByLabel('Email')).toHaveValue(account.email)

    const name = `${account.username}-2026`
    await password(page).fill(name)
    await expect(password(page)).not.toHaveAccessibleDescription(isTooEasy)
    await page.keyboard.press('Enter')
    await expectRefused(password(page), name, isMadeOfNames)

    await password(page).fill(good)
    await page.keyboard.press('Enter')
    await expect(heading(page, 'Check your email')).toBeVisible()
    await codeField(page).fill(await latestCode(app, account.email))
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('at a reset, with the same code', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const { username, email } = await createAccount(app)
    await post(`${app.url}/api/forgot-password`, { username })
    await page.goto(`${app.url}/reset-password#username=${username}`)
    const code = await latestCode(app, email)
    await codeField(page).fill(code)
    await newPassword(page).fill(common)
    await page.getByRole('button', { name: 'Set new password' }).click()
    await expectRefused(newPassword(page), common, isTooEasy)
    await expect(codeField(page)).toHaveValue(code)

    await newPassword(page).fill(good)
    await page.keyboard.press('Enter')
    await expect(page.getByText('Your new password is set.')).toBeVisible()
    await enterPassword(page, { username, password: good })
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('at a change', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    await page.getByRole('button', { name: 'Change your password' }).click()
    await currentPassword(page).fill(account.password)
    await newPassword(page).fill(common)
    await page.getByRole('button', { name: 'Change password' }).click()
    await expectRefused(newPassword(page), common, isTooEasy)
    await expect(currentPassword(page)).toHaveValue(account.password)

    await newPassword(page).fill(good)
    await page.keyboard.press('Enter')
    await expect(page.getByText(/Your password is changed\./).first()).toBeVisible()
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('at the first sign-in of who was invited, and the sign-in goes on', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await invite(app)
    await page.goto(`${app.url}/sign-in`)
    await enterPassword(page, account)
    await newPassword(page).fill(common)
    await page.getByRole('button', { name: 'Set password' }).click()
    await expectRefused(newPassword(page), common, isTooEasy)

    await newPassword(page).fill(good)
    await page.keyboard.press('Enter')
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })
})

/** The ways to the fields, and what each field is called and tells a password manager. */
const fields: [where: string, label: string, autocomplete: string, go: (page: Page) => Promise<unknown>][] = [
  ['to sign in', 'Password', 'current-password', page => page.goto(`${app.url}/sign-in`)],
  ['to sign up', 'Password', 'new-password', page => page.goto(`${app.url}/sign-up`)],
  ['to reset it', 'New password', 'new-password', page => page.goto(`${app.url}/reset-password`)],
  ['to change it, the old one', 'Current password', 'current-password', goToChange],
  ['to change it, the new one', 'New password', 'new-password', goToChange],
  ['for somebody invited', 'New password', 'new-password', goToChoice],
]

async function goToChange(page: Page) {
  await goToAccount(app, page, await createAccount(app))
  await page.getByRole('button', { name: 'Change your password' }).click()
}

async function goToChoice(page: Page) {
  const account = await invite(app)
  await page.goto(`${app.url}/sign-in`)
  await enterPassword(page, account)
  await expect(newPassword(page)).toBeVisible()
}

test.each(fields)(
  'a field %s hides it until asked, takes what is pasted, and says what it is',
  async (...of) => {
    const [, label, autocomplete, go] = of
    await using visitor = await newVisitor(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = visitor
    await go(page)
    const field = page.getByLabel(label, { exact: true })
    await expect(field).toHaveAttribute('type', 'password')
    await expect(field).toHaveAttribute('autocomplete', autocomplete)
    await expect(field).not.toHaveAttribute('maxlength')

    // Longer than a password can be: nothing is cut off on the way.
    const pasted = `  ${'Ünïcödé-🐎-'.repeat(30)} `
    await page.evaluate(text => navigator.clipboard.writeText(text), pasted)
    await field.press('ControlOrMeta+v')
    await expect(field).toHaveValue(pasted)

    const toggle = page.locator('.field-box', { has: field }).getByRole('button')
    await expect(toggle).toHaveAccessibleName('Show password')
    await toggle.click()
    await expect(field).toHaveAttribute('type', 'text')
    await expect(field).toHaveValue(pasted)
    await expect(toggle).toHaveAccessibleName('Hide password')
    await toggle.click()
    await expect(field).toHaveAttribute('type', 'password')
  },
)
