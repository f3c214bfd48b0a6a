/** Small things that are noticed only where they are missing: at password fields, at the button for a new code, at buttons while they wait. */
import type { Browser, Locator, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { invite } from '../person.ts'
import { type Account, type App, createAccount, newAccount } from '../start-app.ts'
import { dialog, goToAccount, part } from './at-account.ts'
import { button, enterPassword, heading, newPassword, signUpOnSite, watchApi } from './at-the-door.ts'
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

const resend = (page: Page) => page.getByRole('button', { name: /^Send a new code/ })

/** On the account's page, with everything that it asks for. */
async function goInside(page: Page): Promise<Account> {
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  await expect(part(page, 'Passkeys')).toContainText('You have no passkey yet.')
  return account
}

/** The ways to the fields: each gives the username that a password manager is told, and none where it is asked for. */
const fields: [where: string, label: string, kind: Kind, go: (page: Page) => Promise<string>][] = [
  ['to sign in', 'Password', 'current', goTo('/sign-in')],
  ['to sign up', 'Password', 'new', goTo('/sign-up')],
  ['to reset it, by the link', 'New password', 'new', goToResetByLink],
  ['to reset it, by the address', 'New password', 'new', goTo('/reset-password')],
  ['to choose one at first', 'New password', 'new', goToChoice],
  ['to change it, the old one', 'Current password', 'current', goToChange],
  ['to change it, the new one', 'New password', 'new', goToChange],
  ['to sign in once more', 'Password', 'current', goToReauthentication],
]

type Kind = 'current' | 'new'

function goTo(path: string) {
  return async (page: Page) => {
    await page.goto(app.url + path)
    return ''
  }
}

async function goToResetByLink(page: Page) {
  const { username } = newAccount()
  await page.goto(`${app.url}/reset-password#username=${username}`)
  return username
}

async function goToChoice(page: Page) {
  const account = await invite(app)
  await page.goto(`${app.url}/sign-in`)
  await enterPassword(page, account)
  await expect(newPassword(page)).toBeVisible()
  return account.username
}

async function goToChange(page: Page) {
  const { username } = await goInside(page)
  await button(page, 'Change your password').click()
  return username
}

async function goToReauthentication(page: Page) {
  const { username } = await goInside(page)
  app.clock.advance({ minutes: 6 })
  await button(page, 'Set up the authenticator app').click()
  await expect(dialog(page, 'Is it still you?')).toBeVisible()
  return username
}

describe.each(fields)('a password field %s', (_, label, kind, go) => {
  test('lets its text be, shows it when asked, and belongs to a name', async () => {
    await using visitor = await newVisitor(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = visitor
    const username = await go(page)
    const field = page.getByRole('textbox', { name: label, exact: true })
    await expect(field).toHaveAttribute('type', 'password')
    await expect(field).toHaveAttribute('autocomplete', `${kind}-password`)
    await expect(field).toHaveAttribute('spellcheck', 'false')
    await expect(field).toHaveAttribute('autocapitalize', /^(off|none)$/)
    const names = page.locator('form', { has: field }).locator('input[autocomplete~="username"]')
    await expect(names).toHaveCount(1)
    await expect(names).toHaveValue(username)

    await field.focus()
    await page.evaluate(() => navigator.clipboard.writeText(' a pasted-passphrase '))
    await page.keyboard.press('ControlOrMeta+v')
    await page.keyboard.press('Tab')
    const toggle = page.locator('.field-box', { has: field }).getByRole('button')
    for (const [type, name] of [
      ['password', 'Show password'],
      ['text', 'Hide password'],
      ['password', 'Show password'],
    ] as const) {
      await expect(field).toHaveAttribute('type', type)
      await expect(toggle).toHaveAccessibleName(name)
      await expect(toggle).toBeFocused()
      await expect(field).toHaveValue(' a pasted-passphrase ')
      await page.keyboard.press('Space')
    }
  })

  if (kind === 'new') {
    test('has its rules beside it before anything is typed, and ticks them off', async () => {
      await using visitor = await newVisitor(browser)
      const { page } = visitor
      await go(page)
      const field = page.getByRole('textbox', { name: label, exact: true })
      const rules = page.locator('.field', { has: field }).getByRole('listitem')
      await expect(rules).toHaveText(['At least 12 characters', 'No spaces'])
      await expect(rules.first()).toBeVisible()
      await expect(field).toHaveAccessibleDescription('At least 12 characters No spaces')
      await expect(field).toHaveValue('')
      await field.fill('eleven char')
      await expect(rules).toHaveText(['At least 12 characters', 'No spaces'])
      await field.fill('twelve chars')
      await expect(rules).toHaveText(['At least 12 characters (done)', 'No spaces'])
      await field.fill('twelve-chars')
      await expect(rules).toHaveText(['At least 12 characters (done)', 'No spaces (done)'])
    })
  }
})

describe('a new code', () => {
  async function askForConfirmation(page: Page) {
    const { username } = await signUpOnSite(app, page)
    return `we sent to a***@e*** for ${username}.`
  }

  async function askForReset(page: Page) {
    const { username } = await createAccount(app)
    await page.goto(`${app.url}/forgot-password`)
    await page.getByLabel('Username or email').fill(username)
    await button(page, 'Send a code').click()
    await expect(heading(page, 'Choose a new password')).toBeVisible()
    return `If there is an account for ${username},`
  }

  // Each gives what is said of where the code has gone.
  test.each<[string, (page: Page) => Promise<string>]>([
    ['to confirm an account', askForConfirmation],
    ['to reset a password', askForReset],
  ])('%s cannot be asked for at once, nor sooner after a reload', async (_, arrive) => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.clock.install()
    const sent = await arrive(page)
    const asked = watchApi(page)
    await expect(resend(page)).toBeDisabled()
    await expect(resend(page)).toHaveText(/in (60|5\d) s/)
    await resend(page).click({ force: true })
    await page.clock.fastForward(30_000)
    await expect(resend(page)).toHaveText(/in (30|2\d) s/)
    await page.reload()
    await expect(page.getByText(sent)).toBeVisible()
    await expect(resend(page)).toBeDisabled()
    await expect(resend(page)).toHaveText(/in (30|[12]?\d) s/)
    await resend(page).click({ force: true })
    await page.clock.fastForward(31_000)
    await expect(resend(page)).toBeEnabled()
    await expect(resend(page)).toHaveText('Send a new code')
    expect(asked).toEqual([])
  })
})

/** The ways to buttons, and what each asks the API for. */
const waiting: [name: string, deed: string, open: (page: Page) => Promise<unknown>][] = [
  ['Sign in', 'POST /api/sign-in', fillSignIn],
  ['Send a new code', 'POST /api/resend-code', waitForResend],
  ['Sign out', 'POST /api/sign-out', goInside],
  ['Set up the authenticator app', 'POST /api/account/totp', goInside],
  ['Delete for good', 'DELETE /api/account', askToDelete],
]

async function fillSignIn(page: Page) {
  await page.goto(`${app.url}/sign-in`)
  await page.getByLabel('Username or email').fill('ada')
  await page.getByLabel('Password', { exact: true }).fill('correct-horse-battery')
}

async function waitForResend(page: Page) {
  await page.clock.install()
  await signUpOnSite(app, page)
  await page.clock.fastForward(61_000)
  await expect(resend(page)).toBeEnabled()
}

async function askToDelete(page: Page) {
  const { username } = await goInside(page)
  await button(page, 'Delete your account').click()
  await page.getByLabel('Your username').fill(username)
}

test.each(waiting)('the button %j shows that it waits, in its size, and is pressed once', async (...of) => {
  const [name, deed, open] = of
  await using visitor = await newVisitor(browser, { reducedMotion: 'reduce' })
  const { page } = visitor
  await open(page)
  await page.route(`**${deed.split(' ')[1]}`, () => {})
  const asked = watchApi(page)
  const control = button(page, name)
  const before = await sizeOf(control)
  await control.click()
  await expect(control.locator('.spinner')).toBeVisible()
  await expect(control).toBeDisabled()
  await expect(control).toBeFocused()
  expect(await sizeOf(control)).toEqual(before)
  await control.click({ force: true })
  await control.press('Enter')
  await control.press('Space')
  await page.evaluate(() => new Promise(requestAnimationFrame))
  expect(asked).toEqual([deed])
  expect(await sizeOf(control)).toEqual(before)
})

async function sizeOf(control: Locator) {
  const { width, height } = (await control.boundingBox()) ?? {}
  return { width, height }
}
