/** Every way through the site by the keyboard alone, and what is heard on it. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, test } from 'vitest'
import { otherThan, signedInBrowser } from '../person.ts'
import { type Account, type App, createAccount, latestCode, newAccount } from '../start-app.ts'
import { switchTotpOn } from '../totp.ts'
import { dialog, expectAccount, part, shownAuthenticator } from './at-account.ts'
import { codeField, heading, theSecret } from './at-the-door.ts'
import { startBuiltApp } from './built-app.ts'
import { type Keyboard, keyboardOf, placeOfFocus } from './keyboard.ts'
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

type Typist = Visitor & { keyboard: Keyboard }

/** What shows the focus shows it at once to who wants no motion. */
async function newTypist(path: string): Promise<Typist> {
  const visitor = await newVisitor(browser, { reducedMotion: 'reduce' })
  const typist = Object.assign(visitor, { keyboard: keyboardOf(visitor.page) })
  await visitor.page.goto(app.url + path)
  return typist
}

const siteName = 'link "Latchkey"'
const language = 'combobox "Language"'
const memberBar = ['link "Secret"', 'link "Account"', 'button "Sign out"']
const changes = [
  'button "Change your email address"',
  'button "Change your password"',
  'button "Set up the authenticator app"',
  'button "Add a passkey"',
  'button "Sign out everywhere"',
  'button "Delete your account"',
]

/** The places in their order, from one of them on, and that each shows when it has the focus. */
async function expectRound({ keyboard }: Typist, places: [string, ...unknown[]]) {
  expect(await keyboard.round(places[0])).toEqual({ places, invisible: [] })
}

/** Of a whole page, for who is not signed in. */
const expectGuestRound = (typist: Typist, places: unknown[]) =>
  expectRound(typist, [siteName, ...places, language])

/** Of a whole page, for who is signed in. */
const expectMemberRound = (typist: Typist, places: unknown[]) =>
  expectRound(typist, [siteName, ...memberBar, ...places, language])

const expectHeard = (page: Page, text: string | RegExp) =>
  expect(page.getByRole('alert').last()).toHaveText(text)

const expectPlace = (page: Page, place: string) => expect.poll(() => placeOfFocus(page)).toBe(place)

async function signIn({ page, keyboard }: Typist, { username, password }: Account) {
  await keyboard.tabTo('textbox "Username or email"')
  await keyboard.type(username)
  await keyboard.press('Tab')
  await keyboard.type(password)
  await keyboard.press('Enter')
  await expect(heading(page, 'Sign in')).toBeHidden()
}

/** Signed in, where the account is looked after. */
async function newOwner(): Promise<Typist & { account: Account }> {
  const account = await createAccount(app)
  const typist = await newTypist('/account')
  await signIn(typist, account)
  await expectAccount(typist.page, account.username)
  await expect(part(typist.page, 'Passkeys')).toContainText('You have no passkey yet.')
  return Object.assign(typist, { account })
}

test('somebody signs up, confirms and reads the secret', async () => {
  await using typist = await newTypist('/secret')
  const { page, keyboard } = typist
  const account = newAccount()
  await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeVisible()
  await expectGuestRound(typist, [
    'textbox "Username or email"',
    'textbox "Password"',
    'button "Show password"',
    'link "Forgot your password?"',
    'button "Sign in"',
    'button "Sign in with a passkey"',
    'link "Create an account"',
  ])
  await keyboard.choose('link "Create an account"')

  await expect(heading(page, 'Create your account')).toBeFocused()
  await expectGuestRound(typist, [
    'textbox "Username"',
    'textbox "Email"',
    'textbox "Password"',
    'button "Show password"',
    'button "Create account"',
    'link "Sign in"',
  ])
  await keyboard.choose('button "Create account"')
  await expectHeard(page, 'Check the marked fields.')
  await expectPlace(page, 'textbox "Username"')
  await keyboard.type(account.username)
  await keyboard.press('Tab')
  await keyboard.type(account.email)
  await keyboard.press('Tab')
  await keyboard.type(account.password)
  await keyboard.press('Tab')
  await keyboard.press('Space')
  await expectPlace(page, 'button "Hide password"')
  await keyboard.press('Shift+Tab')
  await keyboard.press('Enter')

  await expect(heading(page, 'Check your email')).toBeFocused()
  await expectGuestRound(typist, [
    'textbox "6-digit code"',
    'button "Confirm"',
    expect.stringMatching(/^button "Send a new code in \d\d /),
    'button "Use another username"',
    'link "Sign in"',
  ])
  const code = await latestCode(app, account.email)
  await keyboard.tabTo('textbox "6-digit code"')
  await keyboard.type(otherThan(code))
  await expectHeard(page, 'Check the marked field.')
  await expectPlace(page, 'textbox "6-digit code"')
  await expect(codeField(page)).toHaveAccessibleDescription(/not the right one/)
  await keyboard.type(code)

  await expect(heading(page, 'You are in')).toBeFocused()
  await expect(page.getByText(theSecret)).toBeVisible()
  await expectMemberRound(typist, ['button "Close the door"'])
  await keyboard.choose('link "Account"')
  await expect(heading(page, 'Your account')).toBeFocused()
})

test('somebody changes their address', async () => {
  await using typist = await newOwner()
  const { page, keyboard, account } = typist
  await expectMemberRound(typist, changes)
  await keyboard.choose('button "Change your email address"')
  await expectPlace(page, 'textbox "New email address"')
  await keyboard.press('Tab')
  await expectPlace(page, 'button "Send a code"')
  await keyboard.press('Tab')
  await expectPlace(page, 'button "Cancel"')
  await keyboard.press('Space')
  await expectPlace(page, 'button "Change your email address"')

  const next = `next-${account.email}`
  await keyboard.press('Space')
  await expectPlace(page, 'textbox "New email address"')
  await keyboard.type(next)
  await keyboard.press('Enter')
  await expectPlace(page, 'textbox "6-digit code"')
  await expectMemberRound(typist, [
    'button "Use another address"',
    'textbox "6-digit code"',
    'button "Confirm"',
    'button "Cancel"',
    expect.stringMatching(/^button "Send a new code in \d\d /),
    ...changes.slice(1),
  ])
  await keyboard.tabTo('textbox "6-digit code"')
  await keyboard.type(await latestCode(app, next))
  await expectHeard(page, `Your email address is ${next} now.`)
  await expectPlace(page, 'button "Change your email address"')
})

test('somebody changes their password', async () => {
  await using typist = await newOwner()
  const { page, keyboard, account } = typist
  await keyboard.choose('button "Change your password"')
  await expectPlace(page, 'textbox "Current password"')
  await expectMemberRound(typist, [
    ...changes.slice(0, 1),
    'textbox "Current password"',
    'button "Show password"',
    'textbox "New password"',
    'button "Show password"',
    'button "Change password"',
    'button "Cancel"',
    ...changes.slice(2),
  ])
  await keyboard.tabTo('textbox "Current password"')
  await keyboard.type('not-the-password')
  await keyboard.tabTo('textbox "New password"')
  await keyboard.type('another-horse-battery')
  await keyboard.press('Enter')
  await expectHeard(page, 'Check the marked field.')
  await expectPlace(page, 'textbox "Current password"')
  await keyboard.press('ControlOrMeta+a')
  await keyboard.type(account.password)
  await keyboard.press('Enter')
  await expectHeard(page, /^Your password is changed/)
  await expectPlace(page, 'button "Change your password"')
})

test('somebody sets up an authenticator app, signs out, and in again with its code', async () => {
  await using typist = await newOwner()
  const { page, keyboard, account } = typist
  await keyboard.choose('button "Set up the authenticator app"')
  await expectPlace(page, 'group "Set up an authenticator app"')
  const device = await shownAuthenticator(app, page)
  await expectMemberRound(typist, [
    ...changes.slice(0, 2),
    'button "Copy the key"',
    'textbox "6-digit code"',
    'button "Turn it on"',
    'button "Cancel"',
    ...changes.slice(3),
  ])
  await keyboard.tabTo('textbox "6-digit code"')
  await keyboard.type(device.code())
  await expectHeard(page, /^Your authenticator app is on/)
  await expectPlace(page, 'button "Remove the authenticator app"')

  await keyboard.choose('button "Sign out"', 'Space')
  await expect(heading(page, 'Sign in')).toBeFocused()
  await expect(heading(page, 'Sign in')).toHaveAccessibleDescription('You have signed out.')
  await signIn(typist, account)
  await expect(heading(page, 'Enter your code')).toBeFocused()
  await expectGuestRound(typist, ['textbox "6-digit code"', 'button "Continue"', 'link "Start again"'])
  await keyboard.tabTo('textbox "6-digit code"')
  await keyboard.type(device.nextCode())
  await expect(heading(page, 'You are in')).toBeFocused()
})

test('somebody thinks better of removing their authenticator app', async () => {
  await using typist = await newOwner()
  const { page, keyboard, account } = typist
  await switchTotpOn(app, await signedInBrowser(app, account))
  await page.reload()
  await expectAccount(page, account.username)
  await keyboard.choose('button "Remove the authenticator app"')
  const question = 'group "Remove the authenticator app"'
  await expectPlace(page, question)
  await expect(page.getByRole('group', { name: 'Remove the authenticator app' })).toHaveAccessibleDescription(
    /your password alone is enough/,
  )
  await keyboard.press('Tab')
  await expectPlace(page, 'button "Remove it"')
  await keyboard.press('Tab')
  await expectPlace(page, 'button "Keep it"')
  await keyboard.press('Enter')
  await expectPlace(page, 'button "Remove the authenticator app"')
})

test('somebody who has forgotten the password sets a new one, and signs in with it', async () => {
  const account = await createAccount(app)
  await using typist = await newTypist('/sign-in')
  const { page, keyboard } = typist
  await keyboard.tabTo('textbox "Username or email"')
  await keyboard.type(account.username)
  await keyboard.choose('link "Forgot your password?"')
  await expect(heading(page, 'Forgot your password?')).toBeFocused()
  await expectGuestRound(typist, ['textbox "Username or email"', 'button "Send a code"', 'link "Sign in"'])
  await keyboard.tabTo('textbox "Username or email"')
  await keyboard.press('Enter')

  await expect(heading(page, 'Choose a new password')).toBeFocused()
  await expectGuestRound(typist, [
    'textbox "6-digit code"',
    'textbox "New password"',
    'button "Show password"',
    'button "Set new password"',
    expect.stringMatching(/^button "Send a new code in \d\d /),
    'link "Use another name"',
    'link "Sign in"',
  ])
  await keyboard.tabTo('textbox "6-digit code"')
  await keyboard.type(await latestCode(app, account.email))
  await expectPlace(page, 'textbox "New password"')
  await keyboard.type('short')
  await keyboard.press('Enter')
  await expectHeard(page, 'Check the marked field.')
  await expectPlace(page, 'textbox "New password"')
  await keyboard.type('-horse-battery')
  await keyboard.press('Enter')

  await expect(heading(page, 'Sign in')).toBeFocused()
  await expect(heading(page, 'Sign in')).toHaveAccessibleDescription(/Your new password is set/)
  await keyboard.tabTo('textbox "Password"')
  await keyboard.type('short-horse-battery')
  await keyboard.press('Enter')
  await expect(heading(page, 'You are in')).toBeFocused()
})

test('somebody deletes their account, after having thought better of it', async () => {
  await using typist = await newOwner()
  const { page, keyboard, account } = typist
  const sure = dialog(page, 'Delete your account?')
  await keyboard.choose('button "Delete your account"')
  await expectPlace(page, 'textbox "Your username"')
  await expectRound(typist, [
    'textbox "Your username"',
    'button "Delete for good"',
    'button "Keep my account"',
  ])
  await keyboard.press('Escape')
  await expect(sure).toBeHidden()
  await expectPlace(page, 'button "Delete your account"')

  await keyboard.press('Enter')
  await expectPlace(page, 'textbox "Your username"')
  await keyboard.type('somebody-else')
  await keyboard.press('Enter')
  await expect(sure.getByRole('alert')).toHaveText('Check the marked field.')
  await expectPlace(page, 'textbox "Your username"')
  await keyboard.press('ControlOrMeta+a')
  await keyboard.type(account.username)
  await keyboard.press('Enter')
  await expect(heading(page, 'Sign in')).toBeFocused()
  await expect(heading(page, 'Sign in')).toHaveAccessibleDescription(/Your account is deleted/)
})
