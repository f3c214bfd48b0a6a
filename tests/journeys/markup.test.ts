/** Names that are markup: they show as they were given, on every screen that shows them, and do nothing. */
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, test } from 'vitest'
import { administrator } from '../person.ts'
import { type Account, type App, createAccount } from '../start-app.ts'
import { dialog, expectAccount, isOwnLine, part } from './at-account.ts'
import { enterPassword, heading, newPassword, theSecret } from './at-the-door.ts'
import { startBuiltApp } from './built-app.ts'
import { addDevice } from './passkey-owner.ts'
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

const attack = (name: string) => `<img/alt=${name}/src/onerror=window.ran=1>`

/** Not by sign-up, which refuses such a name: an administrator can give it, and Cognito takes it. */
async function inviteMarkup(name: string): Promise<Account> {
  const account = {
    username: attack(name),
    email: `${attack(name)}@example.test`,
    password: 'a-temporary-passphrase',
  }
  const { sdk, UserPoolId } = administrator(app)
  await sdk.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: account.username,
      TemporaryPassword: account.password,
      DesiredDeliveryMediums: ['EMAIL'],
      UserAttributes: [
        { Name: 'email', Value: account.email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  )
  return account
}

/** What would be there if any of it had been taken for markup. */
async function expectNoMarkup({ page, complaints }: Visitor) {
  await expect(page.locator('img[onerror], b')).toHaveCount(0)
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  expect(complaints.filter(line => !isOwnLine(line))).toEqual([])
}

test('a username, an address and the name of a passkey', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const { username, email, password } = await inviteMarkup('invited')
  await addDevice(page)

  await page.goto(`${app.url}/account`)
  await enterPassword(page, { username, password })
  await expect(heading(page, 'Choose your password')).toBeVisible()
  await expect(page.locator('input[autocomplete="username"]')).toHaveValue(username)
  await newPassword(page).fill('a-passphrase-of-my-own')
  await page.getByRole('button', { name: 'Set password' }).click()
  await expectAccount(page, username)
  await expect(part(page, 'Email')).toContainText(email)

  const name = '<b onclick=ran=1>key</b>'
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name of the passkey').fill(name)
  await page.getByRole('button', { name: 'Add passkey' }).click()
  await expect(part(page, 'Passkeys').getByRole('listitem')).toContainText(name)
  await expect(page.getByRole('alert')).toContainText(name)
  await page.reload()
  await page.getByRole('button', { name: `Remove the passkey ${name}` }).click()
  await expect(part(page, 'Passkeys').getByRole('listitem')).toContainText(name)
  await page.getByRole('button', { name: 'Keep it' }).click()

  await page.getByRole('button', { name: 'Set up the authenticator app' }).click()
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
  const link = await page.locator('a[href^="otpauth:"]').getAttribute('href')
  expect(decodeURIComponent(new URL(link ?? '').pathname)).toContain(username)

  app.clock.advance({ minutes: 6 })
  await page.getByRole('button', { name: 'Delete your account' }).click()
  const sure = dialog(page, 'Delete your account?')
  await expect(sure).toContainText(`Type ${username} to show that you mean it.`)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Change your email address' }).click()
  await page.getByLabel('New email address').fill('new@example.test')
  await page.keyboard.press('Enter')
  await expect(dialog(page, 'Is it still you?')).toContainText(`sign in again as ${username}`)
  await expectNoMarkup(visitor)
})

const typed = attack('typed')

test.each<[string, (page: Page) => Promise<unknown>, (page: Page) => Promise<void>]>([
  [
    'asking for a new password',
    async page => {
      await page.goto(`${app.url}/forgot-password`)
      await page.getByLabel('Username or email').fill(typed)
      await page.getByRole('button', { name: 'Send a code' }).click()
      await expect(heading(page, 'Choose a new password')).toBeVisible()
    },
    page => expect(page.getByText(`account for ${typed}`)).toBeVisible(),
  ],
  [
    'the link to a new password',
    page => page.goto(`${app.url}/reset-password#username=${encodeURIComponent(typed)}`),
    page => expect(page.getByLabel('Username or email')).toHaveValue(''),
  ],
  [
    'the link to confirm',
    page => page.goto(`${app.url}/confirm#username=${encodeURIComponent(typed)}`),
    page => expect(page.getByLabel('Username')).toHaveValue(''),
  ],
  [
    'the place to go back to',
    page => page.goto(`${app.url}/sign-in?returnTo=${encodeURIComponent(`/${attack('place')}`)}`),
    page => expect(heading(page, 'Sign in')).toBeVisible(),
  ],
])('a name that somebody else has put into %s', async (_, go, see) => {
  await using visitor = await newVisitor(browser)
  await go(visitor.page)
  await see(visitor.page)
  await expectNoMarkup(visitor)
})

test('what the secret itself may say', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await page.route('**/api/secret', route => route.fulfill({ json: { secret: attack('secret') } }))
  await page.goto(`${app.url}/sign-in`)
  await enterPassword(page, await createAccount(app))
  await expect(page.getByText(attack('secret'))).toBeVisible()
  await expect(page.getByText(theSecret)).toHaveCount(0)
  await expectNoMarkup(visitor)
})

test('a letter shows the name as it is, in the page of messages as well', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const { username, email } = await inviteMarkup('addressee')
  await page.goto(`${app.url}/__offline/`)
  const message = page.getByRole('listitem').filter({ hasText: email })
  await expect(message.frameLocator('iframe').getByText(username).first()).toBeVisible()
  await expectNoMarkup(visitor)
})
