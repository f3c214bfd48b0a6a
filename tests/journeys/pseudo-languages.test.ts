/** Two languages that nobody speaks, on the site as it is built: they show what no catalogue holds, what has no room, and what is not mirrored. */
import type { Browser, Page } from 'playwright'
import { expect as impatient } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Account, type App, latestCode, newAccount, startApp } from '../start-app.ts'
import { theSecret } from './at-the-door.ts'
import { field, fill, link, submit } from './scenes/scene.ts'
import { changes, expectOpen, expectSettings, settingButton } from './scenes/settings.ts'
import { newVisitor, startBrowser } from './visitor.ts'

/** Where a site is built as it is asked for, a screen's first time takes a while. */
const expect = impatient.configure({ timeout: 20_000 })

let app: App
let browser: Browser
beforeAll(async () => {
  ;[app, browser] = await Promise.all([startApp(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await app?.[Symbol.asyncDispose]()
})

/** What of the texts that are seen and heard is outside of all brackets. A sentence may stand inside of another. */
const unbracketed = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    /** What a script, a browser or a visitor has put there: a key to copy, a count of seconds. */
    const data = 'option, code, .resend-wait, .avatar'
    const places = [...document.body.querySelectorAll<HTMLElement>('*')].filter(
      place => place.checkVisibility() && getComputedStyle(place).display !== 'inline',
    )
    const ownTextOf = (place: HTMLElement): string =>
      [...place.childNodes]
        .map(node => {
          if (node instanceof Text) return node.data
          const isOwn = node instanceof HTMLElement && !places.includes(node) && node.checkVisibility()
          return isOwn && !node.matches(data) ? ownTextOf(node) : ''
        })
        .join('')
    const texts = places.filter(place => !place.closest(data)).map(ownTextOf)
    for (const name of ['aria-label', 'alt', 'title', 'placeholder']) {
      for (const element of document.querySelectorAll(`body [${name}]`))
        texts.push(element.getAttribute(name) ?? '')
    }
    texts.push(document.title.split(' · ')[0] ?? '')

    const withoutBrackets = (text: string): string => {
      const rest = text.replaceAll(/\[[^[\]]*\]/g, '')
      return rest === text ? rest.trim() : withoutBrackets(rest)
    }
    return texts.map(withoutBrackets).filter(text => /\p{L}|[[\]]/u.test(text))
  })

describe.each([
  ['en-XA', 'ltr'],
  ['ar-XB', 'rtl'],
])('in %s', (language, direction) => {
  async function expectGood(page: Page, data: string[] = []) {
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expect(page.locator('html')).toHaveAttribute('dir', direction)
    await expect(page.locator('.language-select')).toHaveValue(language)
    const outside = await unbracketed(page)
    expect(outside).toEqual(expect.arrayContaining(['Latchkey', ...data]))
    expect(outside.filter(text => !['Latchkey', ...data].includes(text))).toEqual([])
    const [content, room] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ])
    expect(content).toBe(room)
  }

  async function newReader() {
    const visitor = await newVisitor(browser, { viewport: { width: 320, height: 640 } })
    await visitor.page.addInitScript(chosen => localStorage.setItem('latchkey.language', chosen), language)
    return visitor
  }

  async function goIn(page: Page, account: Account) {
    await page.goto(`${app.url}/sign-up`)
    await fill(page, account)
    await submit(page)
    await expect(field(page, 'code')).toBeVisible()
    await fill(page, { code: await latestCode(app, account.email) })
    await expect(page.getByText(theSecret)).toBeVisible()
  }

  test('every text to a guest is from a catalogue, and finds room in a narrow window', async () => {
    await using visitor = await newReader()
    const { page } = visitor
    await page.goto(`${app.url}/sign-in`)
    await expect(page.locator('button[form="sign-in"]')).toBeVisible()
    await submit(page)
    await expectGood(page)
    await link(page, '/sign-up').click()
    await expect(field(page, 'email')).toBeVisible()
    await submit(page)
    await expectGood(page)

    await fill(page, newAccount())
    await submit(page)
    await expect(field(page, 'code')).toBeVisible()
    await submit(page)
    await expectGood(page)
    for (const path of ['/forgot-password', '/reset-password', '/confirm', '/nowhere']) {
      await page.goto(app.url + path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectGood(page)
    }
  })

  test('every text to a member is, too', async () => {
    await using visitor = await newReader()
    const { page } = visitor
    const { username, email, ...account } = newAccount()
    await goIn(page, { username, email, ...account })
    await expectGood(page, [theSecret])

    await page.locator('header a[href="/account"]').click()
    await expectSettings(page)
    await expectGood(page, [username, email])
    for (const name of changes) {
      await settingButton(page, name).click()
      await expectOpen(page, name)
      await expectGood(page, [username, email])
    }
  })
})
