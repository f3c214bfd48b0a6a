/** What a page does while the connection, an answer or one of its own files stays away. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type App, createAccount, newAccount } from '../start-app.ts'
import { expectAccount, goToAccount, part } from './at-account.ts'
import { button, enterPassword, heading, signUp, theSecret } from './at-the-door.ts'
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

const offline = 'You are offline. What you typed stays here until you can go on.'
const online = 'You are online again.'
const newer = 'There is a newer version of this page.'

const guests = '**/assets/guests-*.js'

const news = (page: Page) => page.locator('.toast-place').getByRole('status')

/** With everything that a page fetches beforehand. */
async function visit(page: Page, path: string) {
  await page.goto(app.url + path)
  await expect(news(page)).toBeAttached()
}

/** What the page tells from its beginning on, in its order. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(noteNews)
  return () => page.evaluate(() => window.told)
}

declare global {
  interface Window {
    /** Every text that the toast has had. */
    told: string[]
  }
}

/** Runs in every page before its own scripts do. */
function noteNews() {
  window.told = []
  let last = ''
  new MutationObserver(() => {
    const text = document.querySelector('.toast-place [role="status"]')?.textContent ?? ''
    if (text && text !== last) window.told.push(text)
    last = text
  }).observe(document, { childList: true, characterData: true, subtree: true })
}

const goOffline = async (page: Page) => {
  await page.context().setOffline(true)
  await expect(news(page)).toHaveText(offline)
}

/** Whoever fetches the page gets another one from now on. */
const deployAnother = (page: Page) =>
  page.route(`${app.url}/`, route =>
    route.request().method() === 'GET'
      ? route.fulfill({ contentType: 'text/html', body: '<script src="/assets/first-newer.js"></script>' })
      : route.continue(),
  )

describe('a connection that goes', () => {
  test('is told, keeps what was typed and the place, and its return is told for a moment', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.clock.install()
    const account = newAccount()
    await visit(page, '/sign-up')
    await signUp(page, { ...account, password: 'short' })
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
    await goOffline(page)
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused()

    await page.getByLabel('Password', { exact: true }).fill(account.password)
    await button(page, 'Create account').click()
    await expect(page.locator('form').getByText('We cannot be reached just now.')).toBeVisible()
    await expect(page.getByLabel('Username')).toHaveValue(account.username)
    await expect(page.getByLabel('Email')).toHaveValue(account.email)
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue(account.password)

    await page.context().setOffline(false)
    await expect(news(page)).toHaveText(online)
    await page.clock.fastForward(10_000)
    await expect(news(page)).toBeEmpty()
    await button(page, 'Create account').click()
    await expect(heading(page, 'Check your email')).toBeVisible()
  })

  test('can be told no more', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await visit(page, '/sign-in')
    await goOffline(page)
    const box = await button(page, 'Close').boundingBox()
    expect(box?.width).toBeGreaterThanOrEqual(44)
    expect(box?.height).toBeGreaterThanOrEqual(44)
    await button(page, 'Close').click()
    await expect(news(page)).toBeEmpty()
    await expect(button(page, 'Close')).toBeHidden()
  })

  test('is told where it covers nothing that has the focus', async () => {
    await using visitor = await newVisitor(browser, { viewport: { width: 320, height: 420 } })
    const { page } = visitor
    await visit(page, '/sign-in')
    const place = page.getByRole('link', { name: 'Create an account' })
    await place.focus()
    await place.evaluate(link => link.scrollIntoView({ block: 'end' }))
    await goOffline(page)
    const toast = await page.locator('.toast').boundingBox()
    await expect(place).toBeFocused()
    await expect
      .poll(async () => {
        const box = await place.boundingBox()
        return box && box.y >= 0 && box.y + box.height <= (toast?.y ?? 0)
      })
      .toBe(true)
  })

  test('is not believed to have gone where the site is there all the same', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const told = await listen(page)
    await page.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }))
    const asked = page.waitForResponse(answer => answer.request().method() === 'HEAD')
    await deployAnother(page)
    // A connection that is away would be told in the place of the other page.
    await page.route(guests, async route => {
      await asked
      await route.fulfill({ status: 404, body: 'Not Found' })
    })
    await visit(page, '/sign-in')
    await expect(news(page)).toHaveText(newer)
    expect(await told()).toEqual([newer])
  })

  test('brings back by itself what could not be had without it', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.route('**/api/secret', route => route.abort())
    await visit(page, '/sign-in')
    await enterPassword(page, account)
    await expect(button(page, 'Try again')).toBeVisible()
    await goOffline(page)
    await page.unroute('**/api/secret')
    await page.context().setOffline(false)
    await expect(page.getByText(theSecret)).toBeVisible()

    await page.context().setOffline(true)
    await page.getByRole('link', { name: 'Account' }).click()
    await expect(button(page, 'Try again').first()).toBeVisible()
    await page.context().setOffline(false)
    await expectAccount(page, account.username)
    await expect(part(page, 'Passkeys').getByText('You have no passkey yet.')).toBeVisible()
  })

  test('lets nobody wait for the next attempt when it is back', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await page.clock.install()
    await visit(page, '/sign-in')
    await enterPassword(page, account)
    await expect(page.getByText(theSecret)).toBeVisible()
    await page.route('**/api/session/refresh', route => route.abort())
    await page.reload()
    await expect(heading(page, 'One moment')).toBeVisible()
    await expect(news(page)).toBeAttached()
    // From now on no attempt begins because it is time for it.
    await page.clock.pauseAt(Date.now() + 60_000)
    await goOffline(page)
    await page.unroute('**/api/session/refresh')
    await page.context().setOffline(false)
    await expect(page.getByText(theSecret)).toBeVisible()
  })
})

test('an answer that takes its time is told below the button, which keeps its size', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await page.clock.install()
  const account = await createAccount(app)
  const release = Promise.withResolvers<void>()
  await page.route('**/api/sign-in', async route => {
    await release.promise
    await route.continue()
  })
  await visit(page, '/sign-in')
  const before = await button(page, 'Sign in').boundingBox()
  await enterPassword(page, account)
  const patience = page.locator('form').getByRole('status')
  await expect(patience).toBeEmpty()
  expect(await button(page, 'Sign in').boundingBox()).toEqual(before)

  await page.clock.fastForward(5000)
  await expect(patience).toHaveText('This takes longer than usual. You need not press again.')
  const after = await button(page, 'Sign in').boundingBox()
  expect([after?.width, after?.height]).toEqual([before?.width, before?.height])
  expect((await patience.boundingBox())?.y).toBeGreaterThanOrEqual((after?.y ?? 0) + (after?.height ?? 0))
  release.resolve()
  await expect(page.getByText(theSecret)).toBeVisible()
})

describe('a file of ours that cannot be had', () => {
  test('because there are new ones is told, and the page is loaded again when the visitor wants it', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.route(guests, route => route.fulfill({ status: 404, body: 'Not Found' }))
    await deployAnother(page)
    await page.goto(`${app.url}/sign-in`)
    const identifier = page.getByLabel('Username or email')
    await identifier.fill('ada')
    await expect(news(page)).toHaveText(newer)
    await expect(identifier).toHaveValue('ada')
    await expect(identifier).toBeFocused()

    await page.unrouteAll()
    const loaded = page.waitForEvent('load')
    await button(page, 'Load it').click()
    await loaded
    await expect(identifier).toHaveValue('')
    await page.getByRole('link', { name: 'Create an account' }).click()
    await expect(heading(page, 'Create your account')).toBeVisible()
    await expect(news(page)).toBeEmpty()
  })

  test('is no newer version as long as the page is the same', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const told = await listen(page)
    await page.route(guests, route => route.abort())
    const looked = page.waitForResponse(
      answer => answer.url() === `${app.url}/` && answer.request().resourceType() === 'fetch',
    )
    await visit(page, '/sign-in')
    await (await looked).finished()
    await goOffline(page)
    // What else there were to tell would be behind it.
    await button(page, 'Close').click()
    await expect(news(page)).toBeEmpty()
    expect(await told()).toEqual([offline])
  })

  test('without a connection is waited for, on the screen that was wanted', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.route(guests, route => route.abort())
    await visit(page, '/sign-in')
    await goOffline(page)
    await page.getByRole('link', { name: 'Create an account' }).click()
    await expect(heading(page, 'One moment')).toBeVisible()
    await expect(
      page.getByText('You are offline. This page comes when the connection is back.'),
    ).toBeVisible()
    await page.unroute(guests)
    await page.context().setOffline(false)
    await expect(heading(page, 'Create your account')).toBeVisible()
    await expect(page).toHaveURL(`${app.url}/sign-up`)
  })

  test('leaves the way back open', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.route(guests, route => route.abort())
    await visit(page, '/sign-in')
    await page.getByRole('link', { name: 'Create an account' }).click()
    await expect(heading(page, 'Load the page again')).toBeVisible()
    await page.goBack()
    await expect(heading(page, 'Sign in')).toBeVisible()
    await page.goForward()
    await expect(heading(page, 'Load the page again')).toBeVisible()
  })
})

test('a session that ends while something is being changed leads to sign in, and back', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await goToAccount(app, page, account)
  await button(page, 'Change your email address').click()
  await page.getByLabel('New email address').fill('ada@elsewhere.test')
  app.clock.advance({ hours: 7 * 24 + 1 })
  await button(page, 'Send a code').click()
  await expect(page.getByText(/Your session has ended/)).toBeVisible()
  await enterPassword(page, account)
  await expectAccount(page, account.username)
})
