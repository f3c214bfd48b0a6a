/** The way back in for who has forgotten the password. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { newPerson, otherThan } from '../person.ts'
import { type Account, type App, createAccount, latestCode, newAccount, post } from '../start-app.ts'
import { switchTotpOn } from '../totp.ts'
import { isOwnLine } from './at-account.ts'
import { codeField, enterPassword, heading, newPassword, signIn, theSecret } from './at-the-door.ts'
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

const passphrase = 'a-new-passphrase-of-mine'

/** From the sign-in screen, where the name has been typed already, up to the screen that takes the code. */
async function askForCode(page: Page, identifier: string) {
  await page.goto(`${app.url}/sign-in`)
  await page.getByLabel('Username or email').fill(identifier)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(heading(page, 'Forgot your password?')).toBeFocused()
  await expect(page.getByLabel('Username or email')).toHaveValue(identifier)
  await page.getByRole('button', { name: 'Send a code' }).click()
  await expect(heading(page, 'Choose a new password')).toBeFocused()
}

/** Somebody who is signed in on this page, and for whom a code has been sent all the same. */
async function signInAndForget(page: Page): Promise<Account> {
  const account = await createAccount(app)
  await signIn(app, page, account)
  await post(`${app.url}/api/forgot-password`, { username: account.username })
  return account
}

async function setPassword(page: Page, code: string, password = passphrase) {
  await codeField(page).fill(code)
  await newPassword(page).fill(password)
  await page.getByRole('button', { name: 'Set new password' }).click()
}

async function expectReset(page: Page, identifier: string) {
  await expect(page.getByText('Your new password is set.')).toBeVisible()
  await expect(page.getByLabel('Username or email')).toHaveValue(identifier)
}

const resetCode = ({ email }: Account) => latestCode(app, email)

describe('somebody who has forgotten the password', () => {
  test.each(['username', 'email'] as const)('gives their %s, and sets a new one', async known => {
    const account = await createAccount(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await askForCode(page, account[known])
    await codeField(page).fill(await resetCode(account))
    await expect(newPassword(page)).toBeFocused()
    await newPassword(page).fill(passphrase)
    await page.getByRole('button', { name: 'Set new password' }).click()

    await expectReset(page, account[known])
    await enterPassword(page, { username: account[known], password: passphrase })
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints).toEqual([])
    const { username, password } = account
    expect((await post(`${app.url}/api/sign-in`, { username, password })).status).toBe(401)
  })

  test('comes by the link in the mail, in another browser', async () => {
    const account = await createAccount(app)
    await post(`${app.url}/api/forgot-password`, { username: account.username })
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/reset-password#username=${account.username}`)
    await expect(page.getByText(`from our email for ${account.username}`)).toBeVisible()
    await expect(page.locator('input[autocomplete="username"]')).toHaveValue(account.username)
    await setPassword(page, await resetCode(account))
    await expectReset(page, account.username)
  })

  test('comes by the bare address, and says who they are', async () => {
    const account = await createAccount(app)
    await post(`${app.url}/api/forgot-password`, { username: account.username })
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/reset-password`)
    const code = await resetCode(account)
    await setPassword(page, code)
    await expect(page.getByLabel('Username or email')).toHaveAccessibleDescription(/Enter your username/)
    await page.getByLabel('Username or email').fill(account.username)
    await expect(codeField(page)).toHaveValue(code)
    await page.getByRole('button', { name: 'Set new password' }).click()
    await expectReset(page, account.username)
  })

  test('goes on, after signing in, to where they were going', async () => {
    const account = await createAccount(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/secret?from=a-link`)
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await page.getByLabel('Username or email').fill(account.username)
    await page.getByRole('button', { name: 'Send a code' }).click()
    await expect(heading(page, 'Choose a new password')).toBeVisible()
    await setPassword(page, await resetCode(account))
    await expectReset(page, account.username)
    await enterPassword(page, { ...account, password: passphrase })
    await expect(page.getByText(theSecret)).toBeVisible()
    await expect(page).toHaveURL(`${app.url}/secret?from=a-link`)
  })

  test('is still asked for the code of the authenticator app', async () => {
    const person = await newPerson(app)
    const device = await switchTotpOn(app, person.browser)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await askForCode(page, person.username)
    await setPassword(page, await resetCode(person))
    await expectReset(page, person.username)
    await enterPassword(page, { ...person, password: passphrase })
    await expect(heading(page, 'Enter your code')).toBeVisible()
    await codeField(page).fill(device.nextCode())
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('may be signed in all the while, and signs in once more', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await signInAndForget(page)
    await page.goto(`${app.url}/reset-password#username=${account.username}`)
    await setPassword(page, await resetCode(account))
    await expectReset(page, account.username)
    await enterPassword(page, { ...account, password: passphrase })
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('is signed in no more by an answer that was on its way meanwhile', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await signInAndForget(page)

    const answered = Promise.withResolvers<void>()
    const reset = page.waitForResponse('**/api/reset-password')
    await page.route(
      '**/api/session/refresh',
      async route => {
        const response = await route.fetch()
        answered.resolve()
        await reset
        await route.fulfill({ response })
      },
      { times: 1 },
    )
    await page.goto(`${app.url}/reset-password#username=${account.username}`)
    await answered.promise
    await setPassword(page, await resetCode(account))
    await expectReset(page, account.username)
  })
})

describe('a code for a new password', () => {
  test('that is wrong is told at its field, and the password stays', async () => {
    const account = await createAccount(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await askForCode(page, account.username)
    const code = await resetCode(account)
    await setPassword(page, otherThan(code))
    await expect(codeField(page)).toHaveAccessibleDescription(/not the right one/)
    await expect(codeField(page)).toBeFocused()
    await expect(newPassword(page)).toHaveValue(passphrase)

    await codeField(page).fill(code)
    await page.getByRole('button', { name: 'Set new password' }).click()
    await expectReset(page, account.username)
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('that has expired is told, and a new one works', async () => {
    const account = await createAccount(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.clock.install()
    await askForCode(page, account.username)
    const late = await resetCode(account)
    app.clock.advance({ hours: 2 })
    await setPassword(page, late)
    await expect(codeField(page)).toHaveAccessibleDescription(/expired. Ask for a new one/)

    const resend = page.getByRole('button', { name: /Send a new code/ })
    await page.clock.fastForward(61_000)
    await resend.click()
    await expect(page.getByText('If there is an account, a new code is on its way.')).toBeVisible()
    await expect(newPassword(page)).toHaveValue(passphrase)
    await codeField(page).fill(await resetCode(account))
    await page.getByRole('button', { name: 'Set new password' }).click()
    await expectReset(page, account.username)
  })
})

describe('a new password', () => {
  test('that is too weak is told at its field, and the code stays', async () => {
    const account = await createAccount(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await askForCode(page, account.username)
    const code = await resetCode(account)
    await setPassword(page, code, 'too-short')
    await expect(newPassword(page)).toHaveAccessibleDescription(/Use at least 12 characters/)
    await expect(newPassword(page)).toBeFocused()
    await expect(codeField(page)).toHaveValue(code)
  })

  test('survives an API that cannot be reached', async () => {
    const account = await createAccount(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await askForCode(page, account.username)
    await page.route('**/api/reset-password', route => route.fulfill({ status: 503 }))
    await setPassword(page, await resetCode(account))
    await expect(page.getByText('We are very busy.').first()).toBeVisible()
    await page.unroute('**/api/reset-password')
    await page.getByRole('button', { name: 'Set new password' }).click()
    await expectReset(page, account.username)
  })
})

test('a name that nobody has looks the same, on each screen', async () => {
  const account = await createAccount(app)
  const nobody = newAccount()
  const seen: string[] = []
  for (const { username } of [account, nobody]) {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.clock.install()
    await askForCode(page, username)
    const look = async () => (await page.locator('main').innerText()).replaceAll(username, 'somebody')
    const looks = [await look()]
    await setPassword(page, '000000')
    await expect(codeField(page)).toHaveAccessibleDescription(/not the right one/)
    looks.push(await look())
    seen.push(looks.join('\n').replaceAll(/in \d+ s/g, ''))
  }
  expect(seen[0]).toContain('If there is an account for somebody')
  expect(seen[1]).toBe(seen[0])
  expect(app.messages({ to: nobody.email })).toEqual([])
})

describe('asking for a code', () => {
  test('that fails costs nothing that was typed', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/forgot-password`)
    await page.getByRole('button', { name: 'Send a code' }).click()
    await expect(page.getByLabel('Username or email')).toHaveAccessibleDescription(/Enter your username/)

    await page.route('**/api/forgot-password', route => route.abort())
    await page.getByLabel('Username or email').fill('ada')
    await page.getByRole('button', { name: 'Send a code' }).click()
    await expect(page.getByText('We cannot be reached just now.').first()).toBeVisible()
    await expect(page.getByLabel('Username or email')).toHaveValue('ada')
    await expect(heading(page, 'Forgot your password?')).toBeVisible()
  })

  test('too often is refused, with the time to wait', async () => {
    const { username } = await createAccount(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.route('**/api/forgot-password', route =>
      route.fulfill({
        status: 429,
        headers: { 'Retry-After': '900' },
        json: { code: 'too_many_attempts', message: 'Too many attempts.', requestId: '1' },
      }),
    )
    await page.goto(`${app.url}/forgot-password`)
    await page.getByLabel('Username or email').fill(username)
    await page.getByRole('button', { name: 'Send a code' }).click()
    await expect(page.getByText('Too many attempts. Try again in 15 minutes.').first()).toBeVisible()
    await page.goto(`${app.url}/reset-password`)
    await expect(page.getByRole('button', { name: 'Send a new code in 15 min.', exact: true })).toBeVisible()
  })

  test('is gone back to with the name filled in, and survives a reload', async () => {
    const { username } = await createAccount(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await askForCode(page, username)
    await page.goBack()
    await expect(heading(page, 'Forgot your password?')).toBeVisible()
    await expect(page.getByLabel('Username or email')).toHaveValue(username)
    await page.reload()
    await expect(page.getByLabel('Username or email')).toHaveValue(username)
    await page.goBack()
    await expect(heading(page, 'Sign in')).toBeVisible()
  })
})
