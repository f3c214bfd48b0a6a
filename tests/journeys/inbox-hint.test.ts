/** In development the runtime shows the way to the inbox on the app's own pages, and tells when something has come. */
import type { Browser, BrowserContextOptions, Route } from 'playwright'
import { expect as expectAtOnce } from 'playwright/test'
import { afterAll, beforeAll, test } from 'vitest'
import { type App, latestCode, newAccount, post, startApp } from '../start-app.ts'
import { startBuiltApp } from './built-app.ts'
import { newVisitor, startBrowser } from './visitor.ts'

/** The hint looks for messages every few seconds. */
const expect = expectAtOnce.configure({ timeout: 15_000 })

let app: App
let built: App
let browser: Browser
beforeAll(async () => {
  ;[app, built, browser] = await Promise.all([startApp(), startBuiltApp(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await app?.[Symbol.asyncDispose]()
  await built?.[Symbol.asyncDispose]()
})

const sentence = 'Emails end up in the inbox, here on this machine.'
const narrow = { viewport: { width: 320, height: 640 } }

/** Somebody on the first page of an app. The hint is closed to scripts, of which a test is one: for these visitors it is open. */
async function visitorOf(app: App, options?: BrowserContextOptions) {
  const visitor = await newVisitor(browser, options)
  const { page } = visitor
  await page.addInitScript(() => {
    const { attachShadow } = Element.prototype
    Element.prototype.attachShadow = function (init) {
      return attachShadow.call(this, { ...init, mode: 'open' })
    }
  })
  await page.goto(app.url)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const hint = page.locator('offline-hint')
  return {
    ...visitor,
    hint,
    link: hint.getByRole('link'),
    close: hint.getByRole('button', { name: 'Show as an icon only' }),
    news: hint.getByRole('status'),
  }
}

const newsOf = (app: App, count: number) => `New message: ${app.messages()[0]?.subject}. ${count} unread.`

const signUp = async (app: App) => {
  const account = newAccount()
  expect((await post(`${app.url}/api/sign-up`, account)).status).toBe(201)
  return account
}

test('says where messages are, that one has come, and leads there', async () => {
  await using app = await startApp()
  await using visitor = await visitorOf(app)
  const { page, link, news, hint } = visitor
  await expect(link).toHaveAccessibleName(`Inbox ${sentence}`)
  // Whoever types is not to be interrupted.
  expect(await page.evaluate(() => document.activeElement?.localName)).not.toBe('offline-hint')

  await signUp(app)
  await expect(news).toHaveText(newsOf(app, 1))
  const { email } = await signUp(app)
  await expect(news).toHaveText(newsOf(app, 2))
  await expect(link).toHaveAccessibleName(`Inbox New message: ${app.messages()[0]?.subject} 2 unread`)
  expect(await hint.evaluate(({ shadowRoot }) => shadowRoot?.textContent)).not.toContain(
    await latestCode(app, email),
  )
  await page.reload()
  await expect(news).toHaveText(newsOf(app, 2))

  const opening = page.waitForEvent('popup')
  await link.press('Enter')
  const inbox = await opening
  await expect(inbox.getByRole('listitem')).toHaveCount(2)
  expect(inbox.url()).toBe(`${app.url}/__offline/`)
  await expect(news).toHaveText('')
  await expect(link).toHaveAccessibleName('Inbox')

  await inbox.close()
  await signUp(app)
  await expect(news).toHaveText(newsOf(app, 1))
  expect(visitor.complaints).toEqual([])
})

test('says nothing of a code in a subject', async () => {
  await using visitor = await visitorOf(app)
  const { page, news } = visitor
  await page.route('**/__offline/messages', async route => {
    const messages = (await (await route.fetch()).json()) as { code: string }[]
    const json = messages.map(message => ({ ...message, subject: `${message.code} is your code` }))
    await route.fulfill({ json })
  })
  await signUp(app)
  await expect(news).toHaveText(`New message: … is your code. ${app.messages().length} unread.`)
})

test('is made small for good, by the keyboard as well, and still tells what comes', async () => {
  await using visitor = await visitorOf(app)
  const { page, hint, link, close, news } = visitor
  await link.focus()
  await page.keyboard.press('Tab')
  await expect(close).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(close).toBeHidden()
  await expect(link).toBeFocused()
  const isSmall = async () => {
    const box = await hint.getByRole('complementary').boundingBox()
    return Math.max(box?.width ?? 0, box?.height ?? 0) < 50
  }
  expect(await isSmall()).toBe(true)

  await page.reload()
  await expect(link).toBeVisible()
  await expect(close).toBeHidden()
  expect(await isSmall()).toBe(true)
  await signUp(app)
  await expect(news).toHaveText(newsOf(app, app.messages().length))
  await expect(hint.getByText(String(app.messages().length), { exact: true })).toBeVisible()
  expect(await isSmall()).toBe(true)
})

test('is an icon for a thumb in the corner of a phone, in which reading ends', async () => {
  await using visitor = await visitorOf(app, narrow)
  const { page, hint, link, close } = visitor
  const corner = () => hint.getByRole('complementary').boundingBox()
  await expect(link).toBeVisible()
  await expect(close).toBeHidden()
  expect(await link.boundingBox()).toMatchObject({ width: 44, height: 44 })
  expect(await corner()).toEqual({ x: 262, y: 582, width: 46, height: 46 })
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl'
  })
  expect(await corner()).toEqual({ x: 12, y: 582, width: 46, height: 46 })
})

test('looks the same whatever the page wants of its elements', async () => {
  await using visitor = await visitorOf(app)
  const { page, hint, link } = visitor
  await expect(link).toBeVisible()
  const looks = () =>
    hint.evaluate(({ shadowRoot }) =>
      [...(shadowRoot?.querySelectorAll('aside, aside *') ?? [])].map(part => {
        const { color, font, letterSpacing, textTransform, opacity, display } = getComputedStyle(part)
        const box = part.getBoundingClientRect().toJSON()
        return { part: part.localName, box, color, font, letterSpacing, textTransform, opacity, display }
      }),
    )
  const before = await looks()
  expect(before.length).toBeGreaterThan(5)
  await page.addStyleTag({
    content: `html { font: italic 30px/3 serif; letter-spacing: 1em; text-transform: uppercase; color: red }
      html > * { opacity: 0.2 !important; transform: scale(2); margin: 5rem; border: 1rem solid }
      aside, a, button, span, svg, path { display: block !important; color: red; font-size: 5rem }`,
  })
  expect(await looks()).toEqual(before)
})

test('takes nothing of the page away', async () => {
  await using visitor = await visitorOf(app)
  const { hint, link } = visitor
  await expect(link).toBeVisible()
  // In one go: the page itself may still be settling.
  const [withHint, without] = await hint.evaluate(element => {
    const sizes = () => [
      document.documentElement.scrollHeight,
      document.documentElement.scrollWidth,
      ...[...document.body.querySelectorAll('*')].map(part => JSON.stringify(part.getBoundingClientRect())),
    ]
    const withHint = sizes()
    element.remove()
    return [withHint, sizes()]
  })
  expect(withHint).toEqual(without)
})

test.each<[string, (route: Route) => Promise<void>]>([
  ['has stopped', route => route.abort('connectionrefused')],
  ['is starting', route => route.fulfill({ status: 503, body: 'Starting…' })],
])('hides while the runtime %s, and is back with it', async (_, answer) => {
  await using visitor = await visitorOf(app)
  const { page, link } = visitor
  await expect(link).toBeVisible()
  await page.route('**/__offline/messages', answer)
  await expect(link).toBeHidden()
  await page.unroute('**/__offline/messages')
  await expect(link).toBeVisible()
})

test('is not there on the site that is deployed', async () => {
  const asked: string[] = []
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  page.on('request', request => asked.push(new URL(request.url()).pathname))
  await page.goto(built.url)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(asked.filter(path => path.startsWith('/__offline'))).toEqual([])
  await expect(page.locator('offline-hint')).toHaveCount(0)
})
