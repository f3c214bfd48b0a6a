/** How a session lives on in a browser: over its tokens' expiry, over reloads, in all of its tabs, and how it ends. */
import type { Browser, BrowserContext, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type App, createAccount } from '../start-app.ts'
import { heading, signIn, theSecret, watchApi } from './at-the-door.ts'
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

/** Statuses of the answers to refreshes, in every tab of a browser. */
function watchRefreshes(context: BrowserContext): number[] {
  const statuses: number[] = []
  context.on('response', response => {
    if (response.url().endsWith('/api/session/refresh')) statuses.push(response.status())
  })
  return statuses
}

async function openTabs(context: BrowserContext, count: number): Promise<Page[]> {
  const pages = await Promise.all(Array.from({ length: count }, () => context.newPage()))
  for (const page of pages) {
    await page.goto(`${app.url}/secret`)
    await expect(page.getByText(theSecret)).toBeVisible()
  }
  return pages
}

test.each([2, 5])('%i tabs stay signed in for an hour, and refresh once for all of them', async count => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const context = page.context()
  await context.clock.install({ time: app.clock.now() })
  await signIn(app, page, await createAccount(app))
  const tabs = [page, ...(await openTabs(context, count - 1))]

  const refreshes = watchRefreshes(context)
  const turns = 15
  // An answer takes longer than it takes all tabs to notice that it is time.
  let allNoticed = Promise.withResolvers<void>()
  await context.route('**/api/session/refresh', async route => {
    await allNoticed.promise
    await route.continue()
  })
  for (let turn = 1; turn <= turns; turn++) {
    allNoticed = Promise.withResolvers()
    app.clock.advance({ minutes: 4 })
    await context.clock.fastForward('04:00')
    allNoticed.resolve()
    await expect.poll(() => refreshes.length).toBeGreaterThanOrEqual(turn)
    await Promise.all(
      tabs.map(tab => tab.evaluate(() => navigator.locks.request('latchkey.session', () => {}))),
    )
  }
  expect(new Set(refreshes)).toEqual(new Set([200]))
  expect(refreshes).toHaveLength(turns)

  for (const tab of tabs) {
    await tab.reload()
    await expect(tab.getByText(theSecret)).toBeVisible()
  }
  expect(visitor.complaints).toEqual([])
})

describe('a reload', () => {
  test('restores the session by one refresh, and shows nothing else meanwhile', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await signIn(app, page, await createAccount(app))

    const refreshes = watchRefreshes(page.context())
    const isHeld = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    await page.route('**/api/session/refresh', async route => {
      isHeld.resolve()
      await release.promise
      await route.continue()
    })
    await page.reload()
    await isHeld.promise
    expect(await page.getByRole('heading').count()).toBe(0)

    release.resolve()
    await expect(page.getByText(theSecret)).toBeVisible()
    expect(refreshes).toEqual([200])
    expect(visitor.complaints).toEqual([])
  })

  test('asks nothing for somebody who has never signed in here', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const asked = watchApi(page)
    await page.goto(`${app.url}/secret`)
    await expect(heading(page, 'Sign in')).toBeVisible()
    expect(asked).toEqual([])
  })

  test('waits for an API that cannot be reached, and goes on by itself', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await signIn(app, page, await createAccount(app))

    await page.route('**/api/session/refresh', route => route.abort())
    await page.reload()
    await expect(heading(page, 'One moment')).toBeVisible()
    await expect(page.getByText(/still signed in/)).toBeVisible()
    await page.unroute('**/api/session/refresh')
    await expect(page.getByText(theSecret)).toBeVisible()
  })

  test('after the session has ended for good leads to sign in, with the reason, and back', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await signIn(app, page, account)
    app.clock.advance({ hours: 7 * 24 + 1 })

    await page.reload()
    await expect(page.getByText(/Your session has ended/)).toBeVisible()
    await signIn(app, page, account)
  })
})

describe('a refresh that fails', () => {
  test.each([
    ['by the network', (page: Page) => page.route('**/api/session/refresh', route => route.abort())],
    [
      'because Cognito is busy',
      (page: Page) =>
        page.route('**/api/session/refresh', route =>
          route.fulfill({ status: 503, json: { code: 'busy', message: 'Busy.', requestId: 'r' } }),
        ),
    ],
  ])('%s signs nobody out, and is tried again', async (_, fail) => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await page.clock.install({ time: app.clock.now() })
    await signIn(app, page, await createAccount(app))

    await fail(page)
    const failed = page.waitForEvent('requestfinished', isRefresh).catch(() => {})
    const aborted = page.waitForEvent('requestfailed', isRefresh).catch(() => {})
    app.clock.advance({ minutes: 4 })
    await page.clock.fastForward('04:00')
    await Promise.race([failed, aborted])
    await expect(page.getByText(theSecret)).toBeVisible()

    await page.unroute('**/api/session/refresh')
    const refreshed = page.waitForResponse(response => isRefresh(response.request()) && response.ok())
    // It may not have heard of the failure yet, so it is given its pause more than once.
    await expect(async () => {
      await page.clock.fastForward('00:10')
      await Promise.race([refreshed, Promise.reject(new Error('not yet'))])
    }).toPass()
    await expect(page.getByText(theSecret)).toBeVisible()
  })
})

const isRefresh = (request: { url: () => string }) => request.url().endsWith('/api/session/refresh')

test('what a tab of another version has to say is let be', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await signIn(app, page, await createAccount(app))
  const other = await page.context().newPage()
  await other.goto(`${app.url}/secret`)
  await expect(other.getByText(theSecret)).toBeVisible()
  await other.evaluate(async () => {
    const heard = new Promise(resolve =>
      new BroadcastChannel('latchkey.session').addEventListener('message', resolve),
    )
    new BroadcastChannel('latchkey.session').postMessage({ news: 'something else' })
    await heard
  })
  await page.getByRole('link', { name: 'Account' }).click()
  await expect(heading(page, 'Your account')).toBeVisible()
})

test('somebody else who signs in, in another tab, takes over in all of them', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await page.goto(`${app.url}/sign-in`)
  const other = await page.context().newPage()
  await signIn(app, other, await createAccount(app))
  await expect(page.getByText(theSecret)).toBeVisible()
})
