/** Whoever presses a button twice has pressed it once: each thing that a person can do is asked of the API one time. */
import type { Browser, Locator, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, test } from 'vitest'
import { type App, createAccount, latestCode, newAccount } from '../start-app.ts'
import { expectAccount, goToAccount, part, shownAuthenticator } from './at-account.ts'
import { button, codeField, heading, newPassword, theSecret, watchApi } from './at-the-door.ts'
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

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })

/** What was asked of the API to be done, since this was looked at last. */
function watchDeeds(page: Page) {
  const asked = watchApi(page)
  return { take: () => asked.splice(0).filter(one => !one.startsWith('GET ')) }
}

/** A double click on a page that is busy: both clicks wait for it, and nothing comes between them. */
async function pressTwice(control: Locator) {
  await control.hover()
  const box = await control.boundingBox()
  if (!box) throw new Error('It cannot be seen.')
  const page = control.page()
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, button: 'left' } as const
  const devtools = await page.context().newCDPSession(page)
  const mouse = (type: 'mousePressed' | 'mouseReleased', clickCount: number) =>
    devtools.send('Input.dispatchMouseEvent', { ...at, type, clickCount })
  await Promise.all([
    keepBusy(page),
    mouse('mousePressed', 1),
    mouse('mouseReleased', 1),
    mouse('mousePressed', 2),
    mouse('mouseReleased', 2),
  ])
}

/**
 * As a keyboard or a voice does it, which counts no clicks. Between two events
 * a page gets to what it has put off until the first was over, and no further.
 */
const activateTwice = (control: Locator) =>
  control.evaluate(async (element: HTMLElement) => {
    element.click()
    for (let turn = 0; turn < 20; turn++) await undefined
    element.click()
  })

const keepBusy = (page: Page) =>
  page.evaluate(() => {
    const end = performance.now() + 300
    while (performance.now() < end);
  })

test('on the way in, with a new account', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const deeds = watchDeeds(page)
  const account = newAccount()
  await page.clock.install()
  await page.goto(`${app.url}/sign-up`)
  await page.getByLabel('Username').fill(account.username)
  await page.getByLabel('Email').fill(account.email)
  await field(page, 'Password').fill(account.password)
  await pressTwice(button(page, 'Create account'))
  await expect(heading(page, 'Check your email')).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/sign-up'])

  app.clock.advance({ minutes: 1 })
  await page.clock.fastForward('01:00')
  await pressTwice(button(page, 'Send a new code'))
  await expect(page.getByText(/A new code is on its way/)).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/resend-code'])

  // As it is where a code was refused: it is complete, and not on its way.
  await page.route('**/api/confirm', route => route.abort(), { times: 1 })
  await codeField(page).fill(await latestCode(app, account.email))
  await expect(page.getByText('We cannot be reached just now.').first()).toBeVisible()
  deeds.take()
  await pressTwice(button(page, 'Confirm'))
  await expect(page.getByText(theSecret)).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/confirm'])

  await pressTwice(button(page, 'Sign out'))
  await expect(heading(page, 'Sign in')).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/sign-out'])
})

test('on the way in, with a password that was forgotten', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const deeds = watchDeeds(page)
  const account = await createAccount(app)
  const password = 'another-horse-battery'
  await page.goto(`${app.url}/forgot-password`)
  await page.getByLabel('Username or email').fill(account.username)
  await pressTwice(button(page, 'Send a code'))
  await expect(heading(page, 'Choose a new password')).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/forgot-password'])

  await codeField(page).fill(await latestCode(app, account.email))
  await newPassword(page).fill(password)
  await pressTwice(button(page, 'Set new password'))
  await expect(page.getByText('Your new password is set.')).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/reset-password'])

  await field(page, 'Password').fill(password)
  await pressTwice(button(page, 'Sign in'))
  await expect(page.getByText(theSecret)).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/sign-in'])
})

test('without a mouse', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const deeds = watchDeeds(page)
  const account = newAccount()
  await page.goto(`${app.url}/sign-up`)
  await page.getByLabel('Username').fill(account.username)
  await page.getByLabel('Email').fill(account.email)
  await field(page, 'Password').fill(account.password)
  await activateTwice(button(page, 'Create account'))
  await expect(heading(page, 'Check your email')).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/sign-up'])

  await codeField(page).fill(await latestCode(app, account.email))
  await expect(page.getByText(theSecret)).toBeVisible()
  deeds.take()
  await activateTwice(button(page, 'Sign out'))
  await expect(heading(page, 'Sign in')).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/sign-out'])
})

test('at what can be changed about an account', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  const email = `new-${account.email}`
  await goToAccount(app, page, account)
  const deeds = watchDeeds(page)

  await pressTwice(button(page, 'Change your email address'))
  await page.getByLabel('New email address').fill(email)
  await pressTwice(button(page, 'Send a code'))
  await expect(codeField(page)).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/account/email'])
  await page.route('**/api/account/email/confirm', route => route.abort(), { times: 1 })
  await codeField(page).fill(await latestCode(app, email))
  await expect(page.getByText('We cannot be reached just now.').first()).toBeVisible()
  deeds.take()
  await pressTwice(button(page, 'Confirm'))
  await expect(part(page, 'Email').getByText(`Your email address is ${email} now.`)).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/account/email/confirm'])

  await pressTwice(button(page, 'Change your password'))
  await page.getByLabel('Current password').fill(account.password)
  await newPassword(page).fill('another-horse-battery')
  await pressTwice(button(page, 'Change password'))
  await expect(part(page, 'Password').getByText(/^Your password is changed/)).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/account/password'])

  await pressTwice(button(page, 'Set up the authenticator app'))
  await expect(codeField(page)).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/account/totp'])
  const device = await shownAuthenticator(app, page)
  await page.route('**/api/account/totp/verify', route => route.abort(), { times: 1 })
  await codeField(page).fill(device.code())
  await expect(page.getByText('We cannot be reached just now.').first()).toBeVisible()
  deeds.take()
  await pressTwice(button(page, 'Turn it on'))
  await expect(part(page, 'Authenticator app')).toContainText('On.')
  expect(deeds.take()).toEqual(['POST /api/account/totp/verify'])

  await pressTwice(button(page, 'Remove the authenticator app'))
  await expect(part(page, 'Authenticator app').getByRole('group')).toBeVisible()
  expect(deeds.take()).toEqual([])
  await pressTwice(button(page, 'Remove it'))
  await expect(part(page, 'Authenticator app')).toContainText('Off.')
  expect(deeds.take()).toEqual(['DELETE /api/account/totp'])
})

test.each([
  ['a phone', { width: 390, height: 844 }],
  ['a desktop', { width: 1280, height: 800 }],
])('at passkeys, and at what ends a session for good, on %s', async (_, viewport) => {
  await using visitor = await newVisitor(browser, { viewport })
  const { page } = visitor
  await addDevice(page)
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  const deeds = watchDeeds(page)

  await pressTwice(button(page, 'Add a passkey'))
  await page.getByLabel('Name of the passkey').fill('Laptop')
  await pressTwice(button(page, 'Add passkey'))
  await expect(part(page, 'Passkeys').getByRole('listitem')).toHaveCount(1)
  expect(deeds.take()).toEqual(['POST /api/account/passkeys/options', 'POST /api/account/passkeys'])

  // The question comes up where the button was. Whoever presses twice has not read it.
  await pressTwice(button(page, 'Remove the passkey Laptop'))
  await expect(button(page, 'Keep it')).toBeVisible()
  expect(deeds.take()).toEqual([])
  await pressTwice(button(page, 'Remove it'))
  await expect(part(page, 'Passkeys')).toContainText('You have no passkey yet.')
  expect(deeds.take()).toEqual([expect.stringMatching(/^DELETE \/api\/account\/passkeys\/./)])

  await pressTwice(button(page, 'Sign out everywhere'))
  await expect(button(page, 'Stay signed in')).toBeVisible()
  expect(deeds.take()).toEqual([])
  await pressTwice(button(page, 'Sign out everywhere'))
  await expect(page.getByText('You have signed out.')).toBeVisible()
  expect(deeds.take()).toEqual(['POST /api/account/sign-out-everywhere'])

  await goToAccount(app, page, account)
  await expectAccount(page, account.username)
  deeds.take()
  await pressTwice(button(page, 'Delete your account'))
  await page.getByLabel('Your username').fill(account.username)
  expect(deeds.take()).toEqual([])
  await pressTwice(button(page, 'Delete for good'))
  await expect(page.getByText(/Your account is deleted/)).toBeVisible()
  expect(deeds.take()).toEqual(['DELETE /api/account'])
})
