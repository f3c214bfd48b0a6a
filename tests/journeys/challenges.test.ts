/** What an account asks for after the password, on the site. */

import type { Browser } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { invite, newPerson, otherThan } from '../person.ts'
import { demandSecondFactor } from '../second-factor.ts'
import { type App, createAccount } from '../start-app.ts'
import { switchTotpOn } from '../totp.ts'
import { isOwnLine, shownAuthenticator } from './at-account.ts'
import { codeField, enterPassword, heading, newPassword, theSecret } from './at-the-door.ts'
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

const passphrase = 'a-passphrase-of-my-own'
const lost = /That took too long, or the page was loaded again/

/** Somebody whose account asks for a code after the password, and their authenticator app. */
async function carefulPerson() {
  const person = await newPerson(app)
  return { person, device: await switchTotpOn(app, person.browser) }
}

/** A visitor who has given the password and is asked for the code. */
async function askedForCode(at = '/sign-in') {
  const { person, device } = await carefulPerson()
  const visitor = await newVisitor(browser)
  const { page } = visitor
  await page.goto(app.url + at)
  await enterPassword(page, person)
  await expect(heading(page, 'Enter your code')).toBeFocused()
  return Object.assign(visitor, { person, device })
}

describe('the code of an authenticator app', () => {
  test('is sent when it is complete, and leads to where the visitor was going', async () => {
    await using visitor = await askedForCode('/secret?from=a-link#here')
    const { page, device } = visitor
    await codeField(page).fill(device.nextCode())
    await expect(page.getByText(theSecret)).toBeVisible()
    await expect(page).toHaveURL(`${app.url}/secret?from=a-link#here`)
    expect(visitor.complaints).toEqual([])
    expect(await page.evaluate(() => [Object.keys(localStorage), document.cookie])).toEqual([
      ['latchkey.presence'],
      '',
    ])

    await page.goBack()
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('that is wrong is told at the field, and the right one still leads in', async () => {
    await using visitor = await askedForCode()
    const { page, device } = visitor
    const code = device.nextCode()
    await codeField(page).fill(otherThan(code))
    await expect(codeField(page)).toHaveAccessibleDescription(/not the right one/)
    await expect(codeField(page)).toBeFocused()
    await codeField(page).fill(code)
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
  })

  test('that has been used in another browser is told so, and the next one leads in', async () => {
    await using first = await askedForCode()
    const code = first.device.nextCode()
    await codeField(first.page).fill(code)
    await expect(first.page.getByText(theSecret)).toBeVisible()

    await using second = await newVisitor(browser)
    const { page } = second
    await page.goto(`${app.url}/sign-in`)
    await enterPassword(page, first.person)
    await codeField(page).fill(code)
    await expect(codeField(page)).toHaveAccessibleDescription(/used already. Wait for the next one/)
    await codeField(page).fill(first.device.nextCode())
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('is not asked for again when it comes too late: the sign-in begins anew, with the name filled in', async () => {
    await using visitor = await askedForCode('/secret?from=a-link')
    const { page, person, device } = visitor
    app.clock.advance({ minutes: 4 })
    await codeField(page).fill(device.code())
    await expect(page.getByText(lost)).toBeVisible()
    await expect(heading(page, 'Sign in')).toBeFocused()
    await expect(page.getByLabel('Username or email')).toHaveValue(person.username)

    await enterPassword(page, person)
    await codeField(page).fill(device.nextCode())
    await expect(page).toHaveURL(`${app.url}/secret?from=a-link`)
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('survives an API that cannot be reached', async () => {
    await using visitor = await askedForCode()
    const { page, device } = visitor
    await page.route('**/api/sign-in/challenge', route => route.abort())
    const code = device.nextCode()
    await codeField(page).fill(code)
    await expect(page.getByText('We cannot be reached just now.').first()).toBeVisible()
    await expect(codeField(page)).toHaveValue(code)

    await page.unroute('**/api/sign-in/challenge')
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByText(theSecret)).toBeVisible()
  })
})

describe('the screen that asks for more', () => {
  test('after a reload begins anew, with the name filled in', async () => {
    await using visitor = await askedForCode('/secret?from=a-link')
    const { page, person } = visitor
    await page.reload()
    await expect(page.getByText(lost)).toBeVisible()
    await expect(page.getByLabel('Username or email')).toHaveValue(person.username)
    await expect(page).toHaveURL(`${app.url}/sign-in?returnTo=${encodeURIComponent('/secret?from=a-link')}`)
  })

  test('is nothing to somebody who comes by its address', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/sign-in/challenge`)
    await expect(page.getByText(lost)).toBeVisible()
    await expect(page.getByLabel('Username or email')).toHaveValue('')
    expect(visitor.complaints).toEqual([])
  })

  test('is left by the back button and by "Start again", and come back to by the forward button', async () => {
    await using visitor = await askedForCode()
    const { page, person, device } = visitor
    await page.goBack()
    await expect(heading(page, 'Sign in')).toBeVisible()
    await expect(page.getByLabel('Username or email')).toHaveValue(person.username)
    await page.goForward()
    await expect(heading(page, 'Enter your code')).toBeVisible()

    await page.getByRole('link', { name: 'Start again' }).click()
    await expect(page.getByLabel('Username or email')).toHaveValue(person.username)
    await enterPassword(page, person)
    await codeField(page).fill(device.nextCode())
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('leaves nothing of the sign-in in the history or in storage', async () => {
    await using visitor = await askedForCode()
    const { page, person } = visitor
    const kept = await page.evaluate(() => [history.state, { ...localStorage }, { ...sessionStorage }])
    expect(kept).toEqual([{ identifier: person.username }, {}, {}])
  })

  test('can be used by the keyboard alone', async () => {
    const { person, device } = await carefulPerson()
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/sign-in`)
    await page.getByLabel('Username or email').focus()
    await page.keyboard.type(person.username)
    await page.keyboard.press('Tab')
    await page.keyboard.type(person.password)
    await page.keyboard.press('Enter')
    await expect(heading(page, 'Enter your code')).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.type(device.nextCode())
    await expect(page.getByText(theSecret)).toBeVisible()
  })
})

describe('somebody whose account was made for them', () => {
  test('chooses a password, and is in', async () => {
    const account = await invite(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/sign-in`)
    await enterPassword(page, account)
    await expect(heading(page, 'Choose your password')).toBeFocused()
    await expect(page.locator('input[autocomplete="username"]')).toHaveValue(account.username)

    await newPassword(page).fill('too-short')
    await page.getByRole('button', { name: 'Set password' }).click()
    await expect(newPassword(page)).toHaveAccessibleDescription(/Use at least 12 characters/)
    await newPassword(page).fill(passphrase)
    await page.getByRole('button', { name: 'Set password' }).click()
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints).toEqual([])
  })

  test('who takes too long signs in with the same temporary password again', async () => {
    const account = await invite(app)
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/sign-in`)
    await enterPassword(page, account)
    await newPassword(page).fill(passphrase)
    app.clock.advance({ minutes: 4 })
    await page.getByRole('button', { name: 'Set password' }).click()
    await expect(page.getByText(lost)).toBeVisible()

    await enterPassword(page, account)
    await newPassword(page).fill(passphrase)
    await page.getByRole('button', { name: 'Set password' }).click()
    await expect(page.getByText(theSecret)).toBeVisible()
  })
})

describe('a pool that demands a second factor', () => {
  let strict: App
  beforeAll(async () => {
    strict = await startBuiltApp()
    await demandSecondFactor(strict, 'ON')
  })
  afterAll(() => strict?.[Symbol.asyncDispose]())

  test.each([
    ['has chosen a password of their own', invite],
    ['has had an account before', createAccount],
  ])('has an authenticator app set up by somebody who %s', async (_, makeAccount) => {
    const account = await makeAccount(strict)
    await using visitor = await newVisitor(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = visitor
    await page.goto(`${strict.url}/sign-in`)
    await enterPassword(page, account)
    if (makeAccount === invite) {
      await newPassword(page).fill(passphrase)
      await page.getByRole('button', { name: 'Set password' }).click()
    }

    await expect(heading(page, 'Set up your authenticator')).toBeFocused()
    await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
    const device = await shownAuthenticator(strict, page)
    const { secret } = device
    await page.getByRole('button', { name: 'Copy the key' }).click()
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret)
    const link = page.locator('a[href^="otpauth:"]')
    await expect(link).toBeHidden()
    const { searchParams, pathname } = new URL((await link.getAttribute('href')) ?? '')
    expect(Object.fromEntries(searchParams)).toEqual({ secret, issuer: 'Latchkey' })
    expect(pathname).toContain(`Latchkey:${account.username}`)

    await codeField(page).fill(otherThan(device.code()))
    await expect(codeField(page)).toHaveAccessibleDescription(/not the right one/)
    await codeField(page).fill(device.code())
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])

    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(heading(page, 'Sign in')).toBeVisible()
    await enterPassword(page, makeAccount === invite ? { ...account, password: passphrase } : account)
    await codeField(page).fill(device.nextCode())
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('offers the way into the app where it may be on the same device', async () => {
    const account = await createAccount(strict)
    await using visitor = await newVisitor(browser, {
      viewport: { width: 320, height: 640 },
      hasTouch: true,
      isMobile: true,
    })
    const { page } = visitor
    await page.goto(`${strict.url}/sign-in`)
    await enterPassword(page, account)
    await expect(page.getByRole('link', { name: 'Open in your authenticator app' })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })
})
