/** Small things that are noticed only where they are missing: at the field for a code, in what is heard and focused, in what is fetched and when. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type App, createAccount, latestCode, newAccount } from '../start-app.ts'
import { expectAccount } from './at-account.ts'
import { button, codeField, heading, signIn, signUp, signUpOnSite, theSecret } from './at-the-door.ts'
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

describe('the field for a code', () => {
  const paste = async (page: Page, text: string) => {
    await page.evaluate(copied => navigator.clipboard.writeText(copied), text)
    await page.keyboard.press('ControlOrMeta+v')
  }
  const filledSlots = (page: Page) => page.locator('.code-slot[data-filled="true"]')
  const permissions = ['clipboard-read', 'clipboard-write']

  test('is one, with one tab stop, drawn as slots', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await signUpOnSite(app, page)
    const field = codeField(page)
    await expect(page.locator('form input:not([type="hidden"])')).toHaveCount(1)
    await expect(field).toHaveAttribute('autocomplete', 'one-time-code')
    await expect(field).toHaveAttribute('inputmode', 'numeric')
    await expect(page.locator('.code-slot')).toHaveCount(6)

    await field.focus()
    await page.keyboard.press('Tab')
    await expect(button(page, 'Confirm')).toBeFocused()
    await page.keyboard.press('Shift+Tab')
    await expect(field).toBeFocused()
    await page.keyboard.press('Shift+Tab')
    await expect(page.getByRole('link', { name: 'Latchkey' })).toBeFocused()

    await field.focus()
    await page.keyboard.type('1a 2-3')
    await expect(field).toHaveValue('123')
    await expect(filledSlots(page)).toHaveCount(3)
  })

  test.each(['34', ' 3-4 '])('lets typing and the pasting of %j be undone', async pasted => {
    await using visitor = await newVisitor(browser, { permissions })
    const { page } = visitor
    await signUpOnSite(app, page)
    const field = codeField(page)
    await field.focus()
    await page.keyboard.type('12')
    await paste(page, pasted)
    await expect(field).toHaveValue('1234')
    // In one step or in several: that is the browser's own business.
    await expect(async () => {
      await page.keyboard.press('ControlOrMeta+z')
      expect(await field.inputValue()).toBe('')
    }).toPass({ timeout: 5000 })
    await expect(filledSlots(page)).toHaveCount(0)
  })

  test('takes the beginning from the clipboard, and the rest from the keyboard', async () => {
    await using visitor = await newVisitor(browser, { permissions })
    const { page } = visitor
    const { email } = await signUpOnSite(app, page)
    const code = await latestCode(app, email)
    await codeField(page).focus()
    await paste(page, `${code.slice(0, 3)}-`)
    await expect(filledSlots(page)).toHaveCount(3)
    await page.keyboard.type(code.slice(3))
    await expect(page.getByText(theSecret)).toBeVisible()
  })
})

describe('what happens on a screen', () => {
  test('is heard from the one region that outlives all screens, whose headings take the focus', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = newAccount()
    await page.goto(`${app.url}/sign-in`)
    await expect(heading(page, 'Sign in')).toBeVisible()
    const region = await page.evaluateHandle(() => document.querySelector('[role="alert"]'))
    const expectArrival = async (title: string) => {
      await expect(heading(page, title)).toBeFocused()
      expect(
        await region.evaluate(first =>
          [...document.querySelectorAll('[role="alert"], [aria-live="assertive"]')].map(one => one === first),
        ),
      ).toEqual([true])
    }
    const follow = (name: string) => page.getByRole('link', { name, exact: true }).click()

    await follow('Forgot your password?')
    await expectArrival('Forgot your password?')
    await follow('Sign in')
    await expectArrival('Sign in')
    await follow('Create an account')
    await expectArrival('Create your account')
    await signUp(page, account)
    await expectArrival('Check your email')
    await codeField(page).fill(await latestCode(app, account.email))
    await expectArrival('You are in')
    await follow('Account')
    await expectArrival('Your account')
    await button(page, 'Sign out').click()
    await expectArrival('Sign in')
  })

  test.each([
    ['/sign-in', 'Sign in', {}, 'Username or email', 'fields'],
    ['/sign-in', 'Sign in', { 'Username or email': 'ada' }, 'Password', 'field'],
    ['/sign-up', 'Create account', { Username: 'ada' }, 'Email', 'fields'],
    ['/forgot-password', 'Send a code', {}, 'Username or email', 'field'],
    ['/reset-password#username=ada', 'Set new password', { '6-digit code': '12' }, '6-digit code', 'fields'],
    ['/confirm', 'Confirm', { Username: 'ada' }, '6-digit code', 'field'],
  ])('at %s leads to the first field that is amiss, by %j with %j', async (...of) => {
    const [path, action, typed, first, fields] = of
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(app.url + path)
    for (const [label, text] of Object.entries(typed))
      await page.getByLabel(label, { exact: true }).fill(text)
    await button(page, action).click()
    const field = page.getByLabel(first, { exact: true })
    await expect(field).toBeFocused()
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByRole('alert')).toHaveText(`Check the marked ${fields}.`)
  })
})

test.each(['/secret', '/account', '/sign-in'])('a reload of %s never shows another screen', async path => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const account = await createAccount(app)
  await signIn(app, page, account)
  await page.addInitScript(noteScreens)
  const screens = () => page.evaluate(() => window.screens)
  const asked = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  await page.route('**/api/session/refresh', async route => {
    asked.resolve()
    await release.promise
    await route.continue()
  })
  await page.goto(app.url + path)
  await asked.promise
  expect(await screens()).toEqual([])
  await expect(page.locator('main')).toHaveCount(0)
  release.resolve()

  const title = path === '/account' ? 'Your account' : 'You are in'
  await expect(heading(page, title)).toBeVisible()
  expect(await screens()).toEqual([title])
})

declare global {
  interface Window {
    /** The headings of all screens that have stood in the page, each as often as it came. */
    screens: string[]
    /** When the session has been refreshed, by the page's own clock, in milliseconds. */
    refreshes: number[]
  }
}

/** Runs in every page before its own scripts do. */
function noteScreens() {
  window.screens = []
  new MutationObserver(mutations => {
    for (const node of mutations.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (!(node instanceof Element)) continue
      for (const title of [node, ...node.querySelectorAll('*')].filter(one => one.localName === 'h1'))
        window.screens.push(title.textContent)
    }
  }).observe(document, { childList: true, subtree: true })
}

/** Runs in every page before its own scripts do. */
function noteRefreshes() {
  window.refreshes = []
  const { fetch } = window
  window.fetch = (input, init) => {
    if (input === '/api/session/refresh') window.refreshes.push(Date.now())
    return fetch(input, init)
  }
}

describe('what is needed next', () => {
  test('is there before it is wanted: no screen on the way has to fetch its code', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = newAccount()
    const asked: string[] = []
    page.on('request', request => asked.push(new URL(request.url()).pathname))
    await page.goto(`${app.url}/sign-in`)
    for (const part of ['guests', 'members']) {
      await expect.poll(() => asked.join()).toMatch(new RegExp(`/assets/${part}-[^,]+\\.js`))
    }
    await page.waitForLoadState('networkidle')

    const late: string[] = []
    await page.route('**/assets/**', route => {
      late.push(route.request().url())
      return route.abort()
    })
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await expect(heading(page, 'Forgot your password?')).toBeVisible()
    await page.goBack()
    await page.getByRole('link', { name: 'Create an account' }).click()
    await signUp(page, account)
    await expect(codeField(page)).toBeVisible()
    await codeField(page).fill(await latestCode(app, account.email))
    await expect(page.getByText(theSecret)).toBeVisible()
    await page.getByRole('link', { name: 'Account' }).click()
    await expectAccount(page, account.username)
    expect(late).toEqual([])
  })

  test('is asked of the API with a token that is still good, and never in vain', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.clock.install({ time: app.clock.now() })
    await page.addInitScript(noteRefreshes)
    const account = await createAccount(app)
    const signedIn = page.waitForResponse('**/api/sign-in')
    await signIn(app, page, account)
    const dueMs = Date.parse((await (await signedIn).json()).expiresAt) - 60_000
    const answers: [path: string, status: number][] = []
    page.on('response', response => {
      const { pathname } = new URL(response.url())
      if (pathname.startsWith('/api/')) answers.push([pathname, response.status()])
    })

    // Tokens last for five minutes.
    app.clock.advance({ minutes: 4 })
    await page.clock.pauseAt(dueMs - 1)
    // Time stands still until a refresh that came too early would have had its turn.
    await page.evaluate(() => navigator.locks.request('latchkey.session', () => {}))
    await page.clock.runFor(1)
    await expect.poll(() => answers).toEqual([['/api/session/refresh', 200]])
    expect(await page.evaluate(() => window.refreshes)).toEqual([dueMs])

    await page.clock.resume()
    app.clock.advance({ minutes: 2 })
    await page.clock.fastForward('02:00')
    await page.getByRole('link', { name: 'Account' }).click()
    await expectAccount(page, account.username)
    await expect(page.getByText('You have no passkey yet.')).toBeVisible()
    await expect
      .poll(() => answers.slice(1).toSorted())
      .toEqual([
        ['/api/account', 200],
        ['/api/account/passkeys', 200],
      ])
  })
})
