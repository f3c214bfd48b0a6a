/** What people see where Cognito, the network or a deploy gets in their way. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest'
import {
  cannotDeliver,
  type FaultyApp,
  hangs,
  isDown,
  loses,
  startFaultyApp,
  throttles,
} from '../faulty-cognito.ts'
import { signedInBrowser } from '../person.ts'
import { refresh } from '../session-cookies.ts'
import { createAccount, latestCode, newAccount } from '../start-app.ts'
import { switchTotpOn } from '../totp.ts'
import { goToAccount, part } from './at-account.ts'
import {
  button,
  codeField,
  enterPassword,
  heading,
  signIn,
  signUp,
  signUpOnSite,
  theSecret,
  watchApi,
} from './at-the-door.ts'
import { startBuiltApp } from './built-app.ts'
import { newVisitor, startBrowser } from './visitor.ts'

let app: FaultyApp
let browser: Browser
beforeAll(async () => {
  ;[app, browser] = await Promise.all([startFaultyApp(startBuiltApp), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await app?.[Symbol.asyncDispose]()
})
afterEach(() => app.cognito.mend())

describe('a sign-in', () => {
  test.each([
    ['is busy', throttles, 'We are very busy.'],
    ['is down', isDown, 'The account service is not available.'],
    ['is silent', hangs, 'The account service took too long.'],
  ])('where Cognito %s keeps what was typed, and works when it is tried again', async (_, fault, words) => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.goto(`${app.url}/sign-in`)
    app.cognito.fails('*', fault)
    await enterPassword(page, account)
    await expect(page.getByText(words).first()).toBeVisible()
    await expect(page.getByLabel('Username or email')).toHaveValue(account.username)

    app.cognito.mend()
    await button(page, 'Sign in').click()
    await expect(page.getByText(theSecret)).toBeVisible()
  })
})

test('a session survives a refresh that Cognito is too busy for', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await signIn(app, page, await createAccount(app))
  app.cognito.fails('GetTokensFromRefreshToken', throttles)
  const refused = page.waitForResponse(answer => answer.url().endsWith('/api/session/refresh'))
  await page.reload()
  expect((await refused).status()).toBe(503)
  await expect(heading(page, 'One moment')).toBeVisible()
  app.cognito.mend()
  await expect(page.getByText(theSecret)).toBeVisible()
})

describe('a sign-up', () => {
  test('whose answer was lost leads to the code when it is sent once more', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = newAccount()
    await page.goto(`${app.url}/sign-up`)
    app.cognito.fails('SignUp', loses, 1)
    await signUp(page, account)
    await expect(page.getByText('The account service is not available.').first()).toBeVisible()
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue(account.password)

    await button(page, 'Create account').click()
    await expect(heading(page, 'Check your email')).toBeVisible()
    await codeField(page).fill(await latestCode(app, account.email))
    await expect(page.getByText('Your account is confirmed.')).toBeVisible()
    await page.getByLabel('Password', { exact: true }).fill(account.password)
    await button(page, 'Sign in').click()
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('whose code cannot be sent says so, and offers another one at once', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = newAccount()
    await page.goto(`${app.url}/sign-up`)
    app.cognito.fails('SignUp', cannotDeliver)
    await signUp(page, account)
    await expect(heading(page, 'Your account is made')).toBeFocused()
    await expect(page.getByText('We could not send its code just now. Ask for a new one.')).toBeVisible()
    await expect(page.getByText(/we sent to/)).toBeHidden()
    await expect(page.getByText(/No code yet/)).toBeHidden()
    await page.keyboard.press('Tab')
    await expect(button(page, 'Send a new code')).toBeFocused()
    await page.reload()
    await expect(page.getByText('We could not send its code just now.')).toBeVisible()

    app.cognito.mend()
    await button(page, 'Send a new code').click()
    await expect(page.getByText('A new code is on its way to a***@e***.')).toBeVisible()
    await expect(heading(page, 'Check your email')).toBeVisible()
    await expect(page.getByText('we could not send its code')).toBeHidden()
    await codeField(page).fill(await latestCode(app, account.email))
    await expect(page.getByText('Your account is confirmed.')).toBeVisible()
  })

  test('whose code cannot be sent does not wait for the code of another one', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/sign-up`)
    await signUp(page, newAccount())
    await expect(page.getByRole('button', { name: /Send a new code in/ })).toBeVisible()
    await page.goBack()
    await expect(heading(page, 'Create your account')).toBeVisible()
    app.cognito.fails('SignUp', cannotDeliver)
    await signUp(page, newAccount())
    await expect(page.getByText(/We could not send its code just now/)).toBeVisible()
    await expect(button(page, 'Send a new code')).toBeEnabled()
  })
})

test('a code whose confirmation was lost is taken when it is sent once more', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await signUpOnSite(app, page)
  app.cognito.fails('ConfirmSignUp', loses, 1)
  await codeField(page).fill(await latestCode(app, account.email))
  await expect(page.getByText('The account service is not available.').first()).toBeVisible()
  await button(page, 'Confirm').click()
  await expect(page.getByText('Your account is confirmed. Sign in to open the door.')).toBeVisible()
  await expect(page.getByLabel('Username or email')).toHaveValue(account.username)
})

describe('a password that is changed while other sessions cannot be ended', () => {
  const newPassword = 'another-horse-battery'
  const warning = /Other devices may still be signed in/

  async function change(page: Page, password: string) {
    await page.getByRole('button', { name: 'Change your password' }).click()
    await page.getByLabel('Current password').fill(password)
    await page.getByLabel('New password', { exact: true }).fill(newPassword)
    await button(page, 'Change password').click()
  }

  test('is told with the way to end them', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    const elsewhere = await signedInBrowser(app, account)
    await goToAccount(app, page, account)
    app.cognito.fails('GlobalSignOut', isDown)
    await change(page, account.password)
    const setting = part(page, 'Password')
    await expect(setting.getByText(warning)).toBeVisible()
    const question = setting.getByRole('group', { name: 'Sign out everywhere' })
    await expect(question).toBeFocused()
    await expect(question).toHaveAccessibleDescription(warning)
    await button(page, 'Sign out everywhere').first().click()
    await expect(setting.getByText('The account service is not available.')).toBeVisible()

    app.cognito.mend()
    await setting.getByRole('button', { name: 'Sign out everywhere' }).click()
    await expect(page.getByText('You have signed out.')).toBeVisible()
    expect((await refresh(elsewhere)).status).toBe(401)
    await page.goto(`${app.url}/sign-in`)
    await enterPassword(page, { ...account, password: newPassword })
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('is told so after the code of an authenticator app, too, and leaves this session to who stays', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    const elsewhere = await signedInBrowser(app, account)
    await goToAccount(app, page, account)
    const { nextCode } = await switchTotpOn(app, elsewhere)
    app.cognito.fails('GlobalSignOut', isDown)
    await change(page, account.password)
    const setting = part(page, 'Password')
    await expect(setting.getByText(warning)).toBeVisible()
    await codeField(page).fill(nextCode())
    const question = setting.getByRole('group', { name: 'Sign out everywhere' })
    await expect(question).toHaveAccessibleDescription(warning)
    await setting.getByRole('button', { name: 'Stay signed in' }).click()
    await expect(setting.getByText('Your password is changed.')).toBeVisible()
    await page.reload()
    await expect(heading(page, 'Your account')).toBeVisible()
  })
})

describe('the network', () => {
  test('that is away is told, and nothing is lost', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.goto(`${app.url}/sign-in`)
    await page.context().setOffline(true)
    await enterPassword(page, account)
    await expect(page.getByText('We cannot be reached just now.').first()).toBeVisible()
    await page.context().setOffline(false)
    await button(page, 'Sign in').click()
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('that is slow is waited for visibly, and each form is sent once, however often it is asked', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = newAccount()
    const sent: string[] = []
    page.on('request', request => {
      if (request.method() === 'POST') sent.push(new URL(request.url()).pathname)
    })
    await page.goto(`${app.url}/sign-up`)
    await expect(heading(page, 'Create your account')).toBeVisible()
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Network.enable')
    // Like a bad mobile connection.
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 1500,
      downloadThroughput: 50_000,
      uploadThroughput: 50_000,
    })
    await signUp(page, account)
    const create = button(page, 'Create account')
    await expect(create).toHaveAttribute('aria-disabled', 'true')
    await create.click({ force: true })
    await create.press('Enter')
    await expect(heading(page, 'Check your email')).toBeVisible()

    await codeField(page).fill(await latestCode(app, account.email))
    const confirm = button(page, 'Confirm')
    await expect(confirm).toHaveAttribute('aria-disabled', 'true')
    await confirm.click({ force: true })
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(sent).toEqual(['/api/sign-up', '/api/confirm'])
  })

  test('that swallows a request is given up after twelve seconds, and the request can be sent again', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.goto(`${app.url}/sign-in`)
    await page.route('**/api/sign-in', () => {})
    await enterPassword(page, account)
    const began = Date.now()
    await expect(page.getByText('That took too long. Try again in a moment.').first()).toBeVisible({
      timeout: 15_000,
    })
    expect(Date.now() - began).toBeGreaterThan(10_000)
    await page.unroute('**/api/sign-in')
    await button(page, 'Sign in').click()
    await expect(page.getByText(theSecret)).toBeVisible()
  })
})

describe('a gateway that has no function to ask', () => {
  test.each([
    [500, 'Internal server error', 'We made a mistake.'],
    [429, 'Too Many Requests', 'We are very busy.'],
  ])('(%i) is told on a page that stands, and can be asked again', async (status, message, words) => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.route('**/api/secret', route => route.fulfill({ status, json: { message } }))
    await page.goto(`${app.url}/sign-in`)
    await enterPassword(page, account)
    await expect(heading(page, 'You are in')).toBeVisible()
    await expect(page.getByText(words).first()).toBeVisible()
    await page.unroute('**/api/secret')
    await button(page, 'Try again').click()
    await expect(page.getByText(theSecret)).toBeVisible()
  })
})

test.each([{}, { session: 'Leave this out.' }])(
  'a refusal that blames no field of the form (%j) is told above it',
  async fields => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    const message = 'Something is missing or not allowed.'
    await page.route('**/api/sign-in', route =>
      route.fulfill({ status: 400, json: { code: 'invalid_request', message, requestId: '1', fields } }),
    )
    await page.goto(`${app.url}/sign-in`)
    await enterPassword(page, account)
    await expect(page.locator('form').getByText(message)).toBeVisible()
    await expect(page.getByRole('alert')).toHaveText(message)

    await page.unroute('**/api/sign-in')
    await button(page, 'Sign in').click()
    await expect(page.getByText(theSecret)).toBeVisible()
  },
)

describe('a clock', () => {
  test.each([-10, -2, 2, 10])('that is %i minutes off costs one refresh and nothing else', async minutes => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.clock.install({ time: app.clock.now() + minutes * 60_000 })
    await signIn(app, page, await createAccount(app))
    const asked = watchApi(page)
    app.clock.advance({ minutes: 5.5 })
    await page.clock.fastForward('05:30')
    const listed = page.waitForResponse(answer => answer.url().endsWith('/passkeys') && answer.ok())
    await page.getByRole('link', { name: 'Account' }).click()
    await expect(page.getByText(/You are signed in as ada/)).toBeVisible()
    await expect(
      page.getByText('There are no passkeys yet.').or(part(page, 'Passkeys')).first(),
    ).toBeVisible()
    await listed
    expect(asked.filter(one => one === 'POST /api/session/refresh')).toHaveLength(1)
    expect(asked.length).toBeLessThan(7)
  })

  test('that the API disagrees with for good ends the session, after one refresh', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.route('**/api/secret', route =>
      route.fulfill({ status: 401, json: { message: 'The incoming token has expired' } }),
    )
    const asked = watchApi(page)
    await page.goto(`${app.url}/sign-in`)
    await enterPassword(page, account)
    await expect(page.getByText(/Your session has ended/)).toBeVisible()
    expect(asked).toEqual([
      'POST /api/sign-in',
      'GET /api/secret',
      'POST /api/session/refresh',
      'GET /api/secret',
    ])
  })
})

test('a screen whose file a deploy has taken away asks for a reload, and the session is kept', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  // As it is where the old files are gone: the page that stands knows their old names.
  await page.route('**/assets/members-*.js', route => route.fulfill({ status: 404, body: 'Not Found' }))
  await page.goto(`${app.url}/account`)
  await enterPassword(page, account)
  await expect(heading(page, 'Load the page again')).toBeVisible()

  await page.unroute('**/assets/members-*.js')
  await button(page, 'Load again').click()
  await expect(page.getByText(`You are signed in as ${account.username}.`)).toBeVisible()
  await expect(page).toHaveURL(`${app.url}/account`)
})
