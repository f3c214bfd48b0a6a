/** The code from the mail: typed, pasted, wrong, too late, and in another browser. */
import type { Browser } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { otherThan } from '../person.ts'
import { type App, latestCode, newAccount, post } from '../start-app.ts'
import { codeField, enterPassword, heading, signUp, signUpOnSite, theSecret } from './at-the-door.ts'
import { startBuiltApp } from './built-app.ts'
import { newVisitor, startBrowser } from './visitor.ts'

let app: App
let browser: Browser
beforeAll(async () => {
  ;[app, browser] = await Promise.all([startBuiltApp(), startBrowser()])
})
afterAll(async () => {
  await browser.close()
  await app[Symbol.asyncDispose]()
})

describe('the link in the mail', () => {
  test('confirms in another browser, where signing in is the next step', async () => {
    const account = newAccount()
    await post(`${app.url}/api/sign-up`, account)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/confirm#username=${account.username}`)
    await expect(page.getByText(account.username).first()).toBeVisible()
    await codeField(page).fill(await latestCode(app, account.email))

    await expect(page.getByText('Your account is confirmed.')).toBeVisible()
    await expect(page.getByLabel('Username or email')).toHaveValue(account.username)
    await enterPassword(page, account)
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints).toEqual([])
  })

  test('leads straight in, in another tab of the browser that signed up', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await signUpOnSite(app, page)
    const tab = await page.context().newPage()
    await tab.goto(`${app.url}/confirm#username=${account.username}`)
    await codeField(tab).fill(await latestCode(app, account.email))

    await expect(tab.getByText(theSecret)).toBeVisible()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await expect(page.getByText(theSecret)).toBeVisible()
  })
})

test('confirming leads to where the visitor was going when they signed up', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = newAccount()
  await page.goto(`${app.url}/secret?from=a-link`)
  await page.getByRole('link', { name: 'Create an account' }).click()
  await signUp(page, account)
  await expect(codeField(page)).toBeVisible()
  await codeField(page).fill(await latestCode(app, account.email))
  await expect(page.getByText(theSecret)).toBeVisible()
  await expect(page).toHaveURL(`${app.url}/secret?from=a-link`)

  // The code is spent, so the screen that asked for it is not gone back to.
  await page.goBack()
  await expect(page.getByText(theSecret)).toBeVisible()
})

describe('a code', () => {
  test('that is wrong is told at the field, and a new one works', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.clock.install()
    const account = await signUpOnSite(app, page)

    const field = codeField(page)
    const right = await latestCode(app, account.email)
    await field.fill(otherThan(right))
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription(/not the right one/)

    const resend = page.getByRole('button', { name: /Send a new code/ })
    await expect(resend).toBeDisabled()
    await page.clock.fastForward(61_000)
    await resend.click()
    await expect(page.getByText(/A new code is on its way/)).toBeVisible()
    await field.fill(await latestCode(app, account.email))
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('that has expired is told, with the way to a new one', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await signUpOnSite(app, page)

    const late = await latestCode(app, account.email)
    app.clock.advance({ hours: 25 })
    const field = codeField(page)
    await field.fill(late)
    await expect(field).toHaveAccessibleDescription(/expired. Ask for a new one/)
    await expect(page.getByRole('button', { name: /Send a new code/ })).toBeVisible()
  })

  test('may be pasted with spaces and dashes', async () => {
    await using visitor = await newVisitor(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = visitor
    const account = await signUpOnSite(app, page)

    const code = await latestCode(app, account.email)
    const field = codeField(page)
    await field.focus()
    await page.evaluate(text => navigator.clipboard.writeText(text), ` ${code.slice(0, 3)}-${code.slice(3)} `)
    await page.keyboard.press('ControlOrMeta+v')
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('is asked for, with a fresh one sent, when somebody unconfirmed signs in', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = newAccount()
    await post(`${app.url}/api/sign-up`, account)
    const first = await latestCode(app, account.email)

    await page.goto(`${app.url}/sign-in`)
    await enterPassword(page, account)
    await expect(heading(page, 'Check your email')).toBeVisible()
    await expect(page.getByText(/not confirmed yet/)).toBeVisible()
    const second = await latestCode(app, account.email)
    expect(app.messages({ to: account.email }).map(({ code }) => code)).toEqual([second, first])

    await codeField(page).fill(second)
    await expect(page.getByText('Your account is confirmed.')).toBeVisible()
  })
})
