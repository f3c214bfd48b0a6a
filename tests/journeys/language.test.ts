/** The language of the site: the browser's from the first moment on, or the one that is chosen by hand, in the middle of anything. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type App, createAccount, latestCode, newAccount } from '../start-app.ts'
import { goToAccount } from './at-account.ts'
import { startBuiltApp } from './built-app.ts'
import { englishOn, isEnglish } from './english.ts'
import { addDevice } from './passkey-owner.ts'
import { field, fill, submit } from './scenes/scene.ts'
import { changes, expectOpen, settingButton } from './scenes/settings.ts'
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

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true })
const languageNamed = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true })

async function expectGerman(page: Page, title: string) {
  await expect(heading(page, title)).toBeVisible()
  // It comes a moment after the first screen.
  await expect(languageNamed(page, 'Sprache')).toHaveValue('de')
  await expect(page).toHaveTitle(`${title} · Latchkey`)
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  expect(await englishOn(page)).toEqual([])
}

/** By hand. Whoever does it has the focus there. */
async function choose(page: Page, from: { called: string }, language: 'en' | 'de') {
  const select = languageNamed(page, from.called)
  await select.focus()
  await select.selectOption(language)
}

declare global {
  interface Window {
    /** All that has stood in the page, and the languages that it was in meanwhile. */
    said: { texts: string[]; languages: string[] }
  }
}

/** Runs in every page before its own scripts do. */
function noteWhatIsSaid() {
  const said = { texts: [] as string[], languages: [] as string[] }
  window.said = said
  new MutationObserver(mutations => {
    for (const { target, addedNodes } of mutations) {
      if (!(target instanceof Element) || !target.closest('#root')) continue
      for (const node of addedNodes) {
        if (node instanceof Element && node.matches('option, select')) continue
        const nodes = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
        for (let text: Node | null = nodes.currentNode; text; text = nodes.nextNode()) {
          if (text instanceof Text && !text.parentElement?.matches('option')) said.texts.push(text.data)
        }
        said.languages.push(document.documentElement.lang)
      }
    }
  }).observe(document, { childList: true, subtree: true })
}

async function expectOnlyGermanSaid(page: Page, title: string) {
  const { texts, languages } = await page.evaluate(() => window.said)
  expect(texts).toContain(title)
  expect(texts.filter(isEnglish)).toEqual([])
  expect(new Set(languages)).toEqual(new Set(['de']))
}

describe('a browser in German', () => {
  const newGerman = () => newVisitor(browser, { locale: 'de-AT' })

  test.each([
    ['/sign-in', 'Anmelden'],
    ['/sign-up', 'Konto erstellen'],
    ['/reset-password#username=ada', 'Neues Passwort wählen'],
    ['/nowhere', 'Hier ist keine Tür'],
  ])('never sees %s in another language', async (path, title) => {
    await using visitor = await newGerman()
    const { page } = visitor
    await page.addInitScript(noteWhatIsSaid)
    await page.goto(app.url + path)
    await expectGerman(page, title)
    await expectOnlyGermanSaid(page, title)
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
  })

  test('is told in German what is amiss, by the site and by the API', async () => {
    await using visitor = await newGerman()
    const { page } = visitor
    const { username } = await createAccount(app)
    await page.goto(`${app.url}/sign-in`)
    await fill(page, { username, password: 'not-the-password' })
    await submit(page)
    await expect(
      page.getByText('Der Benutzername oder das Passwort ist nicht richtig.').first(),
    ).toBeVisible()
    await expectGerman(page, 'Anmelden')
    const throttled = {
      status: 429,
      headers: { 'Retry-After': '900' },
      json: { code: 'too_many_attempts', message: 'Too many attempts.', requestId: '1' },
    }
    await page.route('**/api/sign-in', route => route.fulfill(throttled))
    await submit(page)
    await expect(
      page.getByText('Zu viele Versuche. Versuchen Sie es in 15 Minuten noch einmal.').first(),
    ).toBeVisible()
    expect(await englishOn(page)).toEqual([])

    await page.getByRole('link', { name: 'Konto erstellen' }).click()
    await submit(page)
    await expect(field(page, 'username')).toHaveAccessibleDescription(/^Geben Sie einen Benutzernamen ein\./)
    await expect(field(page, 'email')).toHaveAccessibleDescription(/^Geben Sie eine E-Mail-Adresse ein\./)
    await expect(field(page, 'password')).toHaveAccessibleDescription(
      'Geben Sie ein Passwort ein. Mindestens 12 Zeichen Keine Leerzeichen',
    )
    await expect(page.getByRole('alert')).toHaveText('Prüfen Sie die markierten Felder.')
    await expectGerman(page, 'Konto erstellen')

    const account = newAccount()
    await fill(page, { ...account, username })
    await submit(page)
    await expect(field(page, 'username')).toHaveAccessibleDescription(/^Dieser Benutzername ist vergeben\./)
    await fill(page, { ...account, password: 'Password2024!' })
    await submit(page)
    await expect(field(page, 'password')).toHaveAccessibleDescription(
      /^Wählen Sie ein anderes Passwort: .*erraten/,
    )
    await expectGerman(page, 'Konto erstellen')
  })

  test('counts the seconds in German, and has the date as it is written there', async () => {
    await using visitor = await newGerman()
    const { page } = visitor
    await addDevice(page)
    const account = newAccount()
    await page.goto(`${app.url}/sign-up`)
    await fill(page, account)
    await submit(page)
    await expect(page.getByRole('button', { name: /^Neuen Code senden in \d\d Sek\.$/ })).toBeVisible()
    await expectGerman(page, 'Sehen Sie in Ihr Postfach')
    await fill(page, { code: await latestCode(app, account.email) })
    await expectGerman(page, 'Sie sind drin')

    await page.getByRole('link', { name: 'Konto' }).click()
    await settingButton(page, 'passkeys').click()
    await submit(page)
    const date = new Intl.DateTimeFormat('de-AT', { dateStyle: 'long' }).format(app.clock.now())
    await expect(page.getByRole('listitem')).toContainText(`Hinzugefügt am ${date}`)
    await expectGerman(page, 'Ihr Konto')
    for (const name of changes.filter(name => name !== 'passkeys')) {
      await settingButton(page, name).click()
      await expectOpen(page, name)
      expect(await englishOn(page)).toEqual([])
    }
  })
})

test('a browser in a language that the site does not speak finds it in English', async () => {
  await using visitor = await newVisitor(browser, { locale: 'fr-FR' })
  const { page } = visitor
  await page.goto(`${app.url}/sign-in`)
  await expect(heading(page, 'Sign in')).toBeVisible()
  await expect(languageNamed(page, 'Language')).toHaveValue('en')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  expect(await englishOn(page)).toEqual(
    expect.arrayContaining(['Sign in', 'Username or email', 'New here? ']),
  )
})

describe('a language that is chosen by hand', () => {
  test('takes nothing of what was typed, nor the focus, and is kept', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.goto(`${app.url}/sign-up`)
    const typed = { username: 'ada', email: 'ada@example.test', password: 'too-short' }
    await fill(page, typed)
    await submit(page)
    await expect(field(page, 'password')).toHaveAccessibleDescription(/^Use at least 12 characters\./)
    await choose(page, { called: 'Language' }, 'de')

    await expect(languageNamed(page, 'Sprache')).toBeFocused()
    await expect(field(page, 'password')).toHaveAccessibleDescription(/^Nehmen Sie mindestens 12 Zeichen\./)
    for (const [name, text] of Object.entries(typed)) await expect(field(page, name)).toHaveValue(text)
    await expectGerman(page, 'Konto erstellen')
    await choose(page, { called: 'Sprache' }, 'en')
    await expect(heading(page, 'Create your account')).toBeVisible()
    for (const [name, text] of Object.entries(typed)) await expect(field(page, name)).toHaveValue(text)

    await choose(page, { called: 'Language' }, 'de')
    await expectGerman(page, 'Konto erstellen')
    expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({ 'latchkey.language': 'de' })
    await page.addInitScript(noteWhatIsSaid)
    await page.reload()
    await expectGerman(page, 'Konto erstellen')
    await expectOnlyGermanSaid(page, 'Konto erstellen')
  })

  test('leaves what is open as it is: an authenticator app half set up, a question half answered', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await goToAccount(app, page, account)
    let secretsAsked = 0
    page.on('request', request => {
      if (request.url().endsWith('/api/account/totp')) secretsAsked += 1
    })
    await settingButton(page, 'totp').click()
    await fill(page, { code: '123' })
    const secret = await page.locator('code').innerText()
    await choose(page, { called: 'Language' }, 'de')
    await expectGerman(page, 'Ihr Konto')
    await expect(page.locator('code')).toHaveText(secret)
    await expect(field(page, 'code')).toHaveValue('123')
    expect(secretsAsked).toBe(1)

    await settingButton(page, 'delete').click()
    const question = page.getByRole('dialog', { name: 'Ihr Konto löschen?' })
    await fill(page, { username: account.username.slice(0, 3) })
    await submit(page)
    await expect(field(page, 'username')).toHaveAccessibleDescription(/^Das ist nicht Ihr Benutzername\./)
    // Behind the question it is out of reach of people, not of what a browser does for them.
    await page.locator('select').selectOption('en')
    await expect(page.getByRole('dialog', { name: 'Delete your account?' })).toBeVisible()
    await expect(question).toBeHidden()
    await expect(field(page, 'username')).toHaveValue(account.username.slice(0, 3))
    await expect(field(page, 'username')).toHaveAccessibleDescription(/^That is not your username\./)
    await expect(field(page, 'username')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(field(page, 'code')).toHaveValue('123')
  })
})

describe('German that cannot be fetched', () => {
  /** Whatever the build calls its files. */
  const withhold = (page: Page) =>
    page.route('**/assets/*.js', async route => {
      const response = await route.fetch()
      if ((await response.text()).includes('Passwort')) await route.abort()
      else await route.fulfill({ response })
    })

  test('is replaced by English when the page comes', async () => {
    await using visitor = await newVisitor(browser, { locale: 'de-AT' })
    const { page } = visitor
    await withhold(page)
    await page.goto(`${app.url}/sign-in`)
    await expect(heading(page, 'Sign in')).toBeVisible()
    await expect(languageNamed(page, 'Language')).toHaveValue('en')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    await page.getByRole('link', { name: 'Create an account' }).click()
    await expect(heading(page, 'Create your account')).toBeVisible()
  })

  test('leaves the page in its language when it is chosen by hand, and may be chosen again', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await withhold(page)
    await page.goto(`${app.url}/sign-in`)
    await choose(page, { called: 'Language' }, 'de')
    await expect(page.getByRole('alert')).toHaveText(/^We cannot be reached just now\./)
    await expect(page.getByRole('contentinfo')).toContainText('We cannot be reached just now.')
    await expect(languageNamed(page, 'Language')).toHaveValue('en')
    await expect(languageNamed(page, 'Language')).toBeFocused()
    await expect(heading(page, 'Sign in')).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
    expect(await page.evaluate(() => localStorage.length)).toBe(0)

    await page.unroute('**/assets/*.js')
    await choose(page, { called: 'Language' }, 'de')
    await expectGerman(page, 'Anmelden')
  })
})
