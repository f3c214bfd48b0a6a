/** The links in our emails, as people follow them: in another browser than they asked in, and once more afterwards. */
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { administrator } from '../person.ts'
import {
  type Account,
  type App,
  createAccount,
  latestCode,
  newAccount,
  newBrowser,
  post,
} from '../start-app.ts'
import { expectAccount, part } from './at-account.ts'
import { codeField, enterPassword, heading, newPassword, theSecret } from './at-the-door.ts'
import { startBuiltApp } from './built-app.ts'
import { newVisitor, startBrowser, type Visitor } from './visitor.ts'

let app: App
let browser: Browser
beforeAll(async () => {
  ;[app, browser] = await Promise.all([startBuiltApp(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await app?.[Symbol.asyncDispose]()
})

const passphrase = 'a-new-passphrase-of-mine'

/** Somebody who follows the link in the newest letter to an address, in a browser that knows nothing of them. */
async function followLink(email: string): Promise<Visitor> {
  const visitor = await newVisitor(browser)
  await goByLink(visitor.page, email)
  return visitor
}

async function goByLink(page: Page, email: string) {
  await page.goto(`${app.url}/__offline/`)
  const letter = page.getByRole('listitem').filter({ hasText: email }).first().frameLocator('iframe')
  const link = await letter.getByRole('link').first().getAttribute('href')
  await page.goto(link ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

async function signIn(page: Page, account: Account) {
  await enterPassword(page, account)
  await expect(page.getByText(theSecret)).toBeVisible()
}

describe('the link that confirms an account', () => {
  async function signUp() {
    const account = newAccount()
    await post(`${app.url}/api/sign-up`, account)
    return { account, code: await latestCode(app, account.email) }
  }

  test('does so in another browser, which says whose account it is, and leads to sign in', async () => {
    const { account, code } = await signUp()
    await using visitor = await followLink(account.email)
    const { page } = visitor
    await expect(heading(page, 'Check your email')).toBeVisible()
    await expect(page.getByText(`for ${account.username}.`)).toBeVisible()
    await codeField(page).fill(code)
    await expect(page.getByText('Your account is confirmed.')).toBeVisible()
    await expect(page.getByLabel('Username or email')).toHaveValue(account.username)
    await signIn(page, account)
    expect(visitor.complaints).toEqual([])
  })

  test('shows the way in when it is followed once more, whether one is signed in or not', async () => {
    const { account, code } = await signUp()
    await post(`${app.url}/api/confirm`, { username: account.username, code })
    await using visitor = await followLink(account.email)
    const { page } = visitor
    await codeField(page).fill(code)
    await expect(codeField(page)).toHaveAccessibleDescription(/not the right one/)
    await expect(page.getByText('Confirmed already?')).toBeVisible()
    await page.getByRole('link', { name: 'Sign in' }).click()
    await signIn(page, account)

    await goByLink(page, account.email)
    await page.getByRole('link', { name: 'Sign in' }).click()
    await expect(page.getByText(theSecret)).toBeVisible()
  })
})

describe('the link that leads to a new password', () => {
  async function askForReset() {
    const account = await createAccount(app)
    await post(`${app.url}/api/forgot-password`, { username: account.username })
    return { account, code: await latestCode(app, account.email) }
  }

  async function setPassword(page: Page, code: string) {
    await codeField(page).fill(code)
    await newPassword(page).fill(passphrase)
    await page.keyboard.press('Enter')
  }

  test('does so in another browser, which says for whom', async () => {
    const { account, code } = await askForReset()
    await using visitor = await followLink(account.email)
    const { page } = visitor
    await expect(heading(page, 'Choose a new password')).toBeVisible()
    await expect(page.getByText(`from our email for ${account.username}.`)).toBeVisible()
    await setPassword(page, code)
    await expect(page.getByText('Your new password is set.')).toBeVisible()
    await signIn(page, { ...account, password: passphrase })
    expect(visitor.complaints).toEqual([])
  })

  test('says that its code is spent when it is followed once more, and sends another at once', async () => {
    const { account, code } = await askForReset()
    const { username } = account
    const first = await post(`${app.url}/api/reset-password`, {
      username,
      code,
      password: 'first-of-two-passphrases',
    })
    expect(first.ok).toBe(true)
    await using visitor = await followLink(account.email)
    const { page } = visitor
    await setPassword(page, code)
    await expect(codeField(page)).toHaveAccessibleDescription(/not the right one/)
    await expect(codeField(page)).toBeFocused()
    await expect(newPassword(page)).toHaveValue(passphrase)

    await page.getByRole('button', { name: 'Send a new code', exact: true }).click()
    await expect(page.getByText('If there is an account, a new code is on its way.')).toBeVisible()
    await setPassword(page, await latestCode(app, account.email))
    await expect(page.getByText('Your new password is set.')).toBeVisible()
  })
})

test('the link to a new address asks for its code in another browser, by way of signing in, and says when it is spent', async () => {
  const account = await createAccount(app)
  const email = `new-${account.email}`
  const elsewhere = newBrowser(app)
  await elsewhere.post('/sign-in', { username: account.username, password: account.password })
  expect((await elsewhere.post('/account/email', { email })).ok).toBe(true)
  await using visitor = await followLink(email)
  const { page } = visitor
  await enterPassword(page, account)
  await expectAccount(page, account.username)
  const code = await latestCode(app, email)
  await expect(codeField(page)).toBeFocused()
  await expect(page.getByText(`Until then, ${account.email} stays your address.`)).toBeVisible()
  await codeField(page).fill(code)
  await expect(page.getByText('Your new email address is confirmed.').first()).toBeVisible()
  await expect(part(page, 'Email')).toContainText(email)
  await expect(page).toHaveURL(`${app.url}/account`)
  expect(visitor.complaints).toEqual([])

  await goByLink(page, email)
  await codeField(page).fill(code)
  await expect(codeField(page)).toHaveAccessibleDescription(/not the right one|has expired/)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(codeField(page)).toBeHidden()
  await expect(page).toHaveURL(`${app.url}/account`)
})

test('the link in an invitation leads to a password of one’s own, and straight in afterwards', async () => {
  const { username, email } = newAccount()
  const { sdk, UserPoolId } = administrator(app)
  await sdk.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: username,
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
      DesiredDeliveryMediums: ['EMAIL'],
    }),
  )
  sdk.destroy()
  await using visitor = await followLink(email)
  const { page } = visitor
  await enterPassword(page, { username, password: await latestCode(app, email) })
  await expect(heading(page, 'Choose your password')).toBeVisible()
  await newPassword(page).fill(passphrase)
  await page.keyboard.press('Enter')
  await expect(page.getByText(theSecret)).toBeVisible()
  await goByLink(page, email)
  await expect(page.getByText(theSecret)).toBeVisible()
  expect(visitor.complaints).toEqual([])
})
