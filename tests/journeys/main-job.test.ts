/** A person with a browser: sign up, confirm, sign in, read the secret, and what can go wrong on the way. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import {
  type Account,
  type App,
  createAccount,
  latestCode,
  newAccount,
  post,
  startApp,
} from '../start-app.ts'
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

const theSecret = 'CAUTION !!! THIS IS VERY SECRET'
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

async function signUp(page: Page, { username, email, password }: Account) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
}

/** Signs up on the site, up to the screen that asks for the code. */
async function signUpOnSite(page: Page, account: Account) {
  await page.goto(`${app.url}/sign-up`)
  await signUp(page, account)
  await expect(heading(page, 'Check your email')).toBeVisible()
}

async function signIn(page: Page, username: string, password: string) {
  await page.getByLabel('Username or email').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test.each([
  ['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true }],
  ['a desktop in the dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const }],
])('somebody with %s signs up, confirms, signs in and reads the secret', async (_, options) => {
  await using visitor = await newVisitor(browser, options)
  const { page } = visitor
  const account = newAccount()

  await page.goto(app.url)
  await expect(heading(page, 'Sign in')).toBeVisible()
  await page.getByRole('link', { name: 'Create an account' }).click()
  await signUp(page, account)

  await expect(heading(page, 'Check your email')).toBeVisible()
  await expect(page.getByText('a***@e***').first()).toBeVisible()
  await page.getByLabel('6-digit code').fill(await latestCode(app, account.email))

  await expect(page.getByText('Your account is confirmed.')).toBeVisible()
  await expect(page.getByLabel('Username or email')).toHaveValue(account.username)
  await signIn(page, account.username, account.password)

  await expect(page.getByText(theSecret)).toBeVisible()
  expect(visitor.complaints).toEqual([])
  expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, ''])
})

describe('a code', () => {
  test('that is wrong is told at the field, and a new one works', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = newAccount()
    await page.clock.install()
    await signUpOnSite(page, account)

    const field = page.getByLabel('6-digit code')
    const right = await latestCode(app, account.email)
    await field.fill(right === '000000' ? '111111' : '000000')
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription(/not the right one/)

    const resend = page.getByRole('button', { name: /Send a new code/ })
    await expect(resend).toBeDisabled()
    await page.clock.fastForward(61_000)
    await resend.click()
    await expect(page.getByText(/A new code is on its way/)).toBeVisible()
    await field.fill(await latestCode(app, account.email))
    await expect(page.getByText('Your account is confirmed.')).toBeVisible()
  })

  test('that has expired is told, with the way to a new one', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = newAccount()
    await signUpOnSite(page, account)

    const late = await latestCode(app, account.email)
    app.clock.advance({ hours: 25 })
    const field = page.getByLabel('6-digit code')
    await field.fill(late)
    await expect(field).toHaveAccessibleDescription(/expired. Ask for a new one/)
    await expect(page.getByRole('button', { name: /Send a new code/ })).toBeVisible()
  })

  test('may be pasted with spaces and dashes', async () => {
    await using visitor = await newVisitor(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = visitor
    const account = newAccount()
    await signUpOnSite(page, account)

    const code = await latestCode(app, account.email)
    const field = page.getByLabel('6-digit code')
    await field.focus()
    await page.evaluate(text => navigator.clipboard.writeText(text), ` ${code.slice(0, 3)}-${code.slice(3)} `)
    await page.keyboard.press('ControlOrMeta+v')
    await expect(page.getByText('Your account is confirmed.')).toBeVisible()
  })

  test('is asked for, with a fresh one sent, when somebody unconfirmed signs in', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = newAccount()
    await post(`${app.url}/api/sign-up`, account)
    const first = await latestCode(app, account.email)

    await page.goto(`${app.url}/sign-in`)
    await signIn(page, account.username, account.password)
    await expect(heading(page, 'Check your email')).toBeVisible()
    await expect(page.getByText(/not confirmed yet/)).toBeVisible()
    const second = await latestCode(app, account.email)
    expect(app.messages({ to: account.email }).map(({ code }) => code)).toEqual([second, first])

    await page.getByLabel('6-digit code').fill(second)
    await expect(page.getByText('Your account is confirmed.')).toBeVisible()
  })
})

test('a wrong password is told without saying which of the two is wrong, and the name stays', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await page.goto(`${app.url}/sign-in`)
  await signIn(page, account.username, 'not-the-password')

  await expect(page.getByText('The username or the password is not right.').first()).toBeVisible()
  await expect(page.getByLabel('Username or email')).toHaveValue(account.username)
  await expect(heading(page, 'Sign in')).toBeVisible()
})

test('a username that is taken is told at its field, and nothing that was typed is lost', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const { username } = await createAccount(app)
  const account = { ...newAccount(), username }
  await page.goto(`${app.url}/sign-up`)
  await signUp(page, account)

  await expect(page.getByLabel('Username')).toHaveAccessibleDescription(/taken/)
  await expect(page.getByLabel('Username')).toBeFocused()
  await expect(page.getByLabel('Email')).toHaveValue(account.email)
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(account.password)
})

describe('the guard', () => {
  test('sends a stranger to sign in, and back again afterwards', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.goto(`${app.url}/secret?from=a-link#here`)
    await expect(heading(page, 'Sign in')).toBeVisible()
    await signIn(page, account.email, account.password)

    await expect(page.getByText(theSecret)).toBeVisible()
    await expect(page).toHaveURL(`${app.url}/secret?from=a-link#here`)
  })

  test('sends nobody to another site', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.goto(`${app.url}/sign-in?returnTo=${encodeURIComponent('//other.example/')}`)
    await signIn(page, account.username, account.password)
    await expect(page.getByText(theSecret)).toBeVisible()
    await expect(page).toHaveURL(`${app.url}/secret`)
  })

  test('lets the signed-out see nothing, not by the back button either', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.goto(`${app.url}/sign-in`)
    await signIn(page, account.username, account.password)
    await expect(page.getByText(theSecret)).toBeVisible()

    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(heading(page, 'Sign in')).toBeVisible()
    await page.goBack()
    await expect(page.getByText(theSecret)).toBeHidden()
  })
})

describe('a token', () => {
  test('that the API finds expired leads to sign in, with the reason, and back', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    // Signs in while the API is unreachable, so that the token grows old before it is first shown.
    await page.route('**/api/secret', route => route.abort())
    await page.goto(`${app.url}/sign-in`)
    await signIn(page, account.username, account.password)
    await expect(heading(page, 'You are in')).toBeVisible()
    const retry = page.getByRole('button', { name: 'Try again' })
    await expect(retry).toBeVisible({ timeout: 20_000 })

    app.clock.advance({ minutes: 6 })
    await page.unroute('**/api/secret')
    await retry.click()
    await expect(page.getByText(/Your session has ended/).first()).toBeVisible()
    await signIn(page, account.username, account.password)
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('that has run out on this side is not even tried', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.clock.install({ time: app.clock.now() })
    await page.goto(`${app.url}/sign-in`)
    await signIn(page, account.username, account.password)
    await expect(page.getByText(theSecret)).toBeVisible()

    await page.clock.fastForward(5 * 60_000 + 1000)
    await expect(page.getByText(/Your session has ended/).first()).toBeVisible()
    await expect(page.getByText(theSecret)).toBeHidden()
  })
})

test('the inbox shows a message as it comes, with its code', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await page.goto(`${app.url}/__offline/`)
  await expect(heading(page, 'Inbox')).toBeVisible()

  const account = newAccount()
  await post(`${app.url}/api/sign-up`, account)
  const message = page.getByRole('listitem').filter({ hasText: account.email })
  await expect(message.getByRole('button')).toHaveText(await latestCode(app, account.email))
  expect(visitor.complaints).toEqual([])
})
