/** A person with a browser: sign up, confirm, sign in, read the secret, and what can go wrong on the way. */
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type App, createAccount, latestCode, newAccount, post } from '../start-app.ts'
import { signUp } from './at-the-door.ts'
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

const theSecret = 'CAUTION !!! THIS IS VERY SECRET'
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

async function signIn(page: Page, username: string, password: string) {
  await page.getByLabel('Username or email').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test.each([
  ['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true }],
  ['a desktop in the dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const }],
])('somebody with %s signs up, confirms, is in and reads the secret', async (_, options) => {
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

  await expect(heading(page, 'You are in')).toBeFocused()
  await expect(page.getByText(theSecret)).toBeVisible()
  expect(visitor.complaints).toEqual([])
  const [kept, cookie] = await page.evaluate(() => [{ ...localStorage }, document.cookie])
  expect(kept).toEqual({ 'latchkey.presence': 'signed-in' })
  expect(cookie).toBe('')
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

test('too many wrong passwords lock the account for a while, and the visitor is told for how long', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  // Each failure after the fifth doubles the time for which the account is locked, from a second to a minute here.
  for (let failures = 1; failures <= 11; failures++) {
    app.clock.advance({ minutes: 1 })
    await post(`${app.url}/api/sign-in`, { username: account.username, password: 'not-the-password' })
  }
  await page.goto(`${app.url}/sign-in`)
  await signIn(page, account.username, account.password)
  await expect(page.getByText('Too many attempts. Try again in 15 minutes.').first()).toBeVisible()

  app.clock.advance({ minutes: 16 })
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText(theSecret)).toBeVisible()
})

describe('an API that', () => {
  test.each([
    ['cannot be reached', undefined, 'We cannot be reached just now.'],
    ['is too busy', 503, 'We are very busy.'],
    ['is down', 502, 'The account service is not available.'],
  ])('%s costs nothing that was typed', async (_, status, words) => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.route('**/api/sign-in', route => (status ? route.fulfill({ status }) : route.abort()))
    await page.goto(`${app.url}/sign-in`)
    await signIn(page, account.username, account.password)
    await expect(page.getByText(words).first()).toBeVisible()
    await expect(page.getByLabel('Username or email')).toHaveValue(account.username)
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue(account.password)

    await page.unroute('**/api/sign-in')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByText(theSecret)).toBeVisible()
  })
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

  test.each([
    '//other.example/',
    '/\\other.example/',
    '/.//other.example/',
    '/\t/other.example/',
    'https://other.example/',
    'https:other.example',
    "javascript:document.title='x'",
    'data:text/html,x',
  ])('sends nobody to another site after signing in: %j', async elsewhere => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    const address = `${app.url}/sign-in?returnTo=${encodeURIComponent(elsewhere)}`
    await page.goto(address)
    await signIn(page, account.username, account.password)
    await expect(page.getByText(theSecret)).toBeVisible()
    await expect(page).toHaveURL(`${app.url}/secret`)

    // Who is signed in is led on at once.
    await page.goto(address)
    await expect(page.getByText(theSecret)).toBeVisible()
    await expect(page).toHaveURL(`${app.url}/secret`)
    await expect(page).toHaveTitle(/Latchkey/)
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

test('a token that the API finds expired is replaced, and nobody notices', async () => {
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
  await expect(page.getByText(theSecret)).toBeVisible()
  await expect(page).toHaveURL(`${app.url}/secret`)
})

describe('the inbox', () => {
  test('shows a message as it comes, with its code and a link to where it is asked for', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/__offline/`)
    await expect(heading(page, 'Inbox')).toBeVisible()

    const account = newAccount()
    await post(`${app.url}/api/sign-up`, account)
    const message = page.getByRole('listitem').filter({ hasText: account.email })
    const code = await latestCode(app, account.email)
    await expect(message.getByRole('button')).toHaveText(code)
    const letter = message.frameLocator('iframe')
    await expect(letter.getByText(code, { exact: true })).toBeVisible()

    const opening = page.waitForEvent('popup')
    await letter.getByRole('link', { name: 'Confirm your account' }).click()
    const site = await opening
    await expect(site).toHaveURL(`${app.url}/confirm#username=${account.username}`)
    await site.getByLabel('6-digit code').fill(code)
    await expect(site.getByText('Your account is confirmed.')).toBeVisible()
    expect(visitor.complaints).toEqual([])
  })

  test('runs nothing of a message and fetches nothing for it', async () => {
    const { email } = newAccount()
    await sendInvitation(
      email,
      `<base href="${app.url}/stolen/"><meta http-equiv="refresh" content="0;url=${app.url}/stolen">
      <script>parent.document.title = 'script'</script>
      <h2 onclick="parent.document.title = 'click'">Hello {username}</h2>
      <img src="${app.url}/stolen" onerror="parent.document.title = 'error'">
      <iframe srcdoc="<script>top.document.title = 'frame'</script>"></iframe>
      <a href="javascript:parent.document.title = 'link'">Bad</a>
      <a href="${app.url}/sign-in" target="_self">Good {####}</a>`,
    )
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const answered: string[] = []
    page.on('response', response => answered.push(new URL(response.url()).pathname))
    await page.goto(`${app.url}/__offline/`)
    const letter = page.getByRole('listitem').filter({ hasText: email }).frameLocator('iframe')
    await letter.getByText('Hello').click()
    await letter.getByText('Bad').click()

    const opening = page.waitForEvent('popup')
    await letter.getByText('Good').click()
    const site = await opening
    await expect(heading(site, 'Sign in')).toBeVisible()
    expect(await site.evaluate(() => window.opener)).toBeNull()
    await expect(page).toHaveTitle('Inbox')
    expect(answered).toContain('/__offline/messages')
    expect(answered).not.toContain('/stolen')
    const stopped = visitor.violations.splice(0).map(violation => violation.split(' ')[0])
    expect(new Set(stopped)).toEqual(new Set(['base-uri', 'script-src-attr']))
  })
})

/** From a pool that is not the app's, so the words may be anybody's. */
async function sendInvitation(email: string, words: string) {
  const cognito = new CognitoIdentityProviderClient({
    region: app.model.region,
    endpoint: app.cognitoUrl,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'elsewhere',
      AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: words } },
    }),
  )
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: UserPool?.Id,
      Username: 'eve',
      UserAttributes: [{ Name: 'email', Value: email }],
      DesiredDeliveryMediums: ['EMAIL'],
    }),
  )
  cognito.destroy()
}
