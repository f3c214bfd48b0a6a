/** The page of the account as a whole: who may see it, how it comes and goes, and how everything ends. */
import type { Browser } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { signedInBrowser, signInAgain } from '../person.ts'
import { type App, createAccount, latestCode, newBrowser, post } from '../start-app.ts'
import { switchTotpOn } from '../totp.ts'
import { dialog, expectAccount, goToAccount, isOwnLine, openTab, part } from './at-account.ts'
import { enterPassword, heading } from './at-the-door.ts'
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

const isAccount = (url: URL) => url.pathname === '/api/account'

describe('the page', () => {
  test('takes names that are as long as they may be, on the narrowest screen', async () => {
    await using visitor = await newVisitor(browser, { viewport: { width: 320, height: 640 } })
    const { page } = visitor
    const username = `a-${process.pid}-`.padEnd(64, 'x')
    const account = {
      username,
      email: `${username}@${'b'.repeat(50)}.example`,
      password: 'correct-horse-battery',
    }
    expect(await post(`${app.url}/api/sign-up`, account)).toMatchObject({ status: 201 })
    const code = await latestCode(app, account.email)
    expect(await post(`${app.url}/api/confirm`, { username, code })).toMatchObject({ status: 200 })

    await goToAccount(app, page, account)
    await expect(part(page, 'Email')).toContainText(account.email)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
    await page.getByRole('button', { name: 'Delete your account' }).click()
    expect(
      await dialog(page, 'Delete your account?').evaluate(
        ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
      ),
    ).toBe(0)
  })

  test.each([
    ['a narrow phone', { viewport: { width: 320, height: 640 }, hasTouch: true }],
    ['a desktop in the dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const }],
  ])('shows on %s who somebody is, and leads to the secret and back', async (_, options) => {
    await using visitor = await newVisitor(browser, options)
    const { page } = visitor
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    await expect(part(page, 'Email')).toContainText(account.email)
    await expect(part(page, 'Authenticator app')).toContainText('Off.')
    await expect(part(page, 'Passkeys')).toContainText('You have no passkey yet.')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport.width)

    await page.getByRole('link', { name: 'Secret' }).click()
    await expect(heading(page, 'You are in')).toBeFocused()
    await page.getByRole('link', { name: 'Account' }).click()
    await expect(heading(page, 'Your account')).toBeFocused()
    await page.goBack()
    await expect(heading(page, 'You are in')).toBeVisible()
    await page.goForward()
    await expectAccount(page, account.username)
    await page.reload()
    await expectAccount(page, account.username)
    expect(visitor.complaints).toEqual([])
  })

  test('keeps the places of what it waits for', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    const release = Promise.withResolvers<void>()
    await page.route(
      url => url.pathname.startsWith('/api/account'),
      async route => {
        await release.promise
        await route.continue()
      },
    )
    await page.goto(`${app.url}/account`)
    await enterPassword(page, account)
    await expect(heading(page, 'Your account')).toBeVisible()
    const change = page.getByRole('button', { name: 'Change your email address' })
    await expect(change).toBeDisabled()
    const places = () =>
      page.getByRole('heading').evaluateAll(all => all.map(one => one.getBoundingClientRect().top))
    const before = await places()

    release.resolve()
    await expectAccount(page, account.username)
    await expect(part(page, 'Passkeys')).toContainText('You have no passkey yet.')
    await expect(change).toBeEnabled()
    expect(await places()).toEqual(before)
  })

  test('says when it cannot be had yet, and for how long', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.route(isAccount, route =>
      route.fulfill({
        status: 429,
        headers: { 'Retry-After': '120' },
        json: { code: 'too_many_attempts', message: 'Too many attempts.', requestId: '1' },
      }),
    )
    await page.goto(`${app.url}/account`)
    await enterPassword(page, account)
    await expect(page.getByRole('alert')).toHaveText('Too many attempts. Try again in 2 minutes.')
  })

  test('says when it cannot be had, and comes when it is asked for again', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.route(isAccount, route =>
      route.fulfill({
        status: 500,
        json: { code: 'internal', message: 'We made a mistake.', requestId: 'r' },
      }),
    )
    await page.goto(`${app.url}/account`)
    await enterPassword(page, account)
    await expect(page.getByRole('alert')).toHaveText('We made a mistake.')

    await page.unroute(isAccount)
    await page.getByRole('button', { name: 'Try again' }).click()
    await expectAccount(page, account.username)
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })
})

describe('signing out everywhere', () => {
  test('ends the sessions of every browser, after a question', async () => {
    await using here = await newVisitor(browser)
    await using there = await newVisitor(browser)
    const account = await createAccount(app)
    await goToAccount(app, here.page, account)
    await goToAccount(app, there.page, account)

    const sessions = part(here.page, 'Sessions')
    await sessions.getByRole('button', { name: 'Sign out everywhere' }).click()
    await sessions.getByRole('button', { name: 'Stay signed in' }).click()
    const ask = sessions.getByRole('button', { name: 'Sign out everywhere' })
    await expect(ask).toBeFocused()
    await ask.click()
    await sessions.getByRole('button', { name: 'Sign out everywhere' }).click()
    await expect(heading(here.page, 'Sign in')).toBeVisible()
    await expect(here.page.getByText('You have signed out.')).toBeVisible()
    expect(await here.page.context().cookies()).toEqual([])

    await there.page.reload()
    await expect(there.page.getByText(/Your session has ended/)).toBeVisible()
    await there.page.goBack()
    await expect(there.page.getByText(account.email)).toBeHidden()
    expect([here, there].flatMap(({ complaints }) => complaints.filter(line => !isOwnLine(line)))).toEqual([])
  })

  test('that does not get through leaves everything as it was', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await goToAccount(app, page, account)

    await page.route('**/api/account/sign-out-everywhere', route => route.abort())
    const sessions = part(page, 'Sessions')
    await sessions.getByRole('button', { name: 'Sign out everywhere' }).click()
    await sessions.getByRole('button', { name: 'Sign out everywhere' }).click()
    await expect(sessions.getByText(/We cannot be reached/)).toBeVisible()
    await page.reload()
    await expectAccount(page, account.username)
  })
})

describe('deleting the account', () => {
  test('asks for the username, ends every tab, and leaves nothing for who comes next', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    const other = await openTab(app, page, account.username)

    await page.getByRole('button', { name: 'Delete your account' }).click()
    const sure = dialog(page, 'Delete your account?')
    const name = sure.getByLabel('Your username')
    await expect(name).toBeFocused()
    await name.fill('somebody-else')
    await sure.getByRole('button', { name: 'Delete for good' }).click()
    await expect(name).toHaveAccessibleDescription(/That is not your username/)
    await expect(name).toBeFocused()

    await name.fill(account.username.toUpperCase())
    await sure.getByRole('button', { name: 'Delete for good' }).click()
    for (const tab of [page, other]) {
      await expect(heading(tab, 'Sign in')).toBeVisible()
      await expect(tab.getByText('Your account is deleted')).toBeVisible()
    }
    await page.goBack()
    await expect(page.getByText(account.email)).toBeHidden()
    expect(await page.context().cookies()).toEqual([])
    expect(await signInAgain(newBrowser(app), account)).toMatchObject({ status: 401 })
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('frees the username, and whoever takes it inherits nothing', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await addDevice(page)
    await goToAccount(app, page, account)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('button', { name: 'Add passkey' }).click()
    await expect(part(page, 'Passkeys').getByRole('listitem')).toHaveCount(1)
    await switchTotpOn(app, await signedInBrowser(app, account))
    await page.reload()
    await expect(part(page, 'Authenticator app')).toContainText('On.')

    await page.getByRole('button', { name: 'Delete your account' }).click()
    await dialog(page, 'Delete your account?').getByLabel('Your username').fill(account.username)
    await page.getByRole('button', { name: 'Delete for good' }).click()
    await expect(page.getByText('Your account is deleted')).toBeVisible()

    const successor = { ...account, password: 'quite-another-password' }
    expect(await post(`${app.url}/api/sign-up`, successor)).toMatchObject({ status: 201 })
    const { username, email } = successor
    const code = await latestCode(app, email)
    expect(await post(`${app.url}/api/confirm`, { username, code })).toMatchObject({ status: 200 })
    await goToAccount(app, page, successor)
    await expect(part(page, 'Authenticator app')).toContainText('Off.')
    await expect(part(page, 'Passkeys')).toContainText('You have no passkey yet.')
  })

  test('cannot be taken back once it is on its way', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    const answer = Promise.withResolvers<void>()
    await page.route(isAccount, async route => {
      if (route.request().method() === 'DELETE') await answer.promise
      await route.continue()
    })
    await page.getByRole('button', { name: 'Delete your account' }).click()
    const isMeant = dialog(page, 'Delete your account?')
    await isMeant.getByLabel('Your username').fill(account.username)
    await isMeant.getByRole('button', { name: 'Delete for good' }).click()

    const keep = isMeant.getByRole('button', { name: 'Keep my account' })
    await expect(keep).toHaveAttribute('aria-disabled', 'true')
    await keep.dispatchEvent('click')
    await page.keyboard.press('Escape')
    await expect(isMeant).toBeVisible()
    answer.resolve()
    await expect(page.getByText('Your account is deleted, with everything in it.')).toBeVisible()
  })

  test('is called off by Escape, and the focus is back where it was', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    const button = page.getByRole('button', { name: 'Delete your account' })
    await button.focus()
    await page.keyboard.press('Enter')
    await expect(dialog(page, 'Delete your account?')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog(page, 'Delete your account?')).toBeHidden()
    await expect(button).toBeFocused()
    await page.reload()
    await expectAccount(page, account.username)
  })
})
