/**
 * What the browser holds our pages to, under the headers that they are deployed
 * with. Every journey is held to it too: these are the proofs that none of them
 * would miss a thing.
 */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type App, latestCode, newAccount } from '../start-app.ts'
import { codeField, signUp, theSecret } from './at-the-door.ts'
import { startBuiltApp } from './built-app.ts'
import { emptySite } from './empty-site.ts'
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

async function visitSignIn() {
  const visitor = await newVisitor(browser)
  await visitor.page.goto(`${app.url}/sign-in`)
  await expect(visitor.page.getByRole('heading', { level: 1 })).toBeVisible()
  return visitor
}

test('somebody signs up, confirms and reads the secret, and the browser has nothing to say', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const said: string[] = []
  page.on('console', message => said.push(`${message.type()}: ${message.text()}`))
  const account = newAccount()

  const answer = await page.goto(app.url)
  expect(answer?.headers()).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-cache': 'Miss from cloudfront',
  })
  await page.getByRole('link', { name: 'Create an account' }).click()
  await signUp(page, account)
  await expect(page.getByRole('heading', { level: 1, name: 'Check your email' })).toBeVisible()
  await codeField(page).fill(await latestCode(app, account.email))
  await expect(page.getByText(theSecret)).toBeVisible()
  await page.reload()
  await expect(page.getByText(theSecret)).toBeVisible()
  expect([said, visitor.complaints]).toEqual([[], []])
  expect([...visitor.origins]).toEqual([app.url])
})

describe('what somebody slips into the page', () => {
  test('is not taken for markup or code, however it is put there', async () => {
    await using visitor = await visitSignIn()
    const { page, violations } = visitor
    const refused = await page.evaluate(async () => {
      // In a turn of its own: in the first one, the browser lets a test do what a page may not.
      await new Promise(resolve => setTimeout(resolve))
      const element = document.body.appendChild(document.createElement('div'))
      const attack = 'window.ran = true'
      const { trustedTypes } = window as unknown as { trustedTypes: { createPolicy: (name: string) => void } }
      const attempts: Record<string, () => unknown> = {
        'markup with a handler': () =>
          Object.assign(element, { innerHTML: `<img src="x" onerror="${attack}">` }),
        'markup beside it': () => element.insertAdjacentHTML('beforeend', `<svg onload="${attack}">`),
        'markup for a frame': () =>
          Object.assign(document.createElement('iframe'), { srcdoc: `<script>parent.${attack}</script>` }),
        'a page that is written': () => document.write(`<script>${attack}</script>`),
        'text of a script': () => Object.assign(document.createElement('script'), { text: attack }),
        'address of a script': () => Object.assign(document.createElement('script'), { src: '/x.js' }),
        'address of a plug-in': () => Object.assign(document.createElement('object'), { data: '/x.swf' }),
        'text of a handler': () => element.setAttribute('onclick', attack),
        'text for later': () => setTimeout(attack),
        // biome-ignore lint/security/noGlobalEval: the page has to refuse it.
        'text for now': () => window.eval(attack),
        'text of a function': () => new Function(attack),
        'a policy that allows it': () => trustedTypes.createPolicy('default'),
      }
      return Object.entries(attempts).map(([name, attempt]) => {
        try {
          attempt()
          return `${name}: taken`
        } catch (error) {
          return `${name}: ${error instanceof Error && error.name}`
        }
      })
    })
    expect(refused).toEqual([
      'markup with a handler: TypeError',
      'markup beside it: TypeError',
      'markup for a frame: TypeError',
      'a page that is written: TypeError',
      'text of a script: TypeError',
      'address of a script: TypeError',
      'address of a plug-in: TypeError',
      'text of a handler: TypeError',
      'text for later: TypeError',
      'text for now: EvalError',
      'text of a function: EvalError',
      'a policy that allows it: TypeError',
    ])
    expect(await page.evaluate(() => 'ran' in window)).toBe(false)
    expect(violations.splice(0)).toEqual([
      ...Array(11).fill('require-trusted-types-for stops trusted-types-sink'),
      'trusted-types stops trusted-types-policy',
    ])
  })

  test('does not run, load or send anything as an element either', async () => {
    await using elsewhere = await emptySite()
    await using visitor = await visitSignIn()
    const { page, violations, origins } = visitor
    origins.add(elsewhere.url)
    await page.evaluate(async url => {
      const attack = 'window.ran = true'
      const add = <K extends keyof HTMLElementTagNameMap>(
        name: K,
        properties: Partial<HTMLElementTagNameMap[K]> = {},
      ) => document.body.appendChild(Object.assign(document.createElement(name), properties))
      add('script').append(attack)
      add('a', { href: `javascript:${attack}` }).click()
      document.body.setAttribute('style', 'background: red')
      add('img', { src: `${url}/image` })
      add('iframe', { src: `${url}/frame` })
      add('link', { rel: 'stylesheet', href: `${url}/style` })
      add('form', { action: `${url}/form`, method: 'post' }).submit()
      add('base', { href: `${url}/base` })
      navigator.sendBeacon(`${url}/beacon`)
      await fetch(`${url}/fetch`).catch(() => {})
    }, elsewhere.url)
    const stopped = [
      `base-uri stops ${elsewhere.url}/base`,
      `connect-src stops ${elsewhere.url}/beacon`,
      `connect-src stops ${elsewhere.url}/fetch`,
      `form-action stops ${elsewhere.url}/form`,
      `frame-src stops ${elsewhere.url}`,
      `img-src stops ${elsewhere.url}/image`,
      'require-trusted-types-for stops trusted-types-sink',
      'script-src-elem stops inline',
      'style-src-attr stops inline',
      `style-src-elem stops ${elsewhere.url}/style`,
    ]
    await expect.poll(() => violations.length).toBe(stopped.length)
    expect(violations.splice(0).sort()).toEqual(stopped)
    expect(await page.evaluate(() => ['ran' in window, document.baseURI])).toEqual([false, page.url()])
    expect(elsewhere.asked).toEqual([])
  })
})

test.each<[string, string | RegExp, (page: Page) => Promise<unknown>]>([
  [
    'a script that was stopped',
    'require-trusted-types-for stops trusted-types-sink',
    page => page.evaluate(() => document.head.appendChild(document.createElement('script')).append('1')),
  ],
  [
    'an exception that nobody caught',
    'uncaught: mine',
    page =>
      page.evaluate(() =>
        setTimeout(() => {
          throw new Error('mine')
        }),
      ),
  ],
  [
    'a token that was kept for a moment',
    'storage holds token',
    page =>
      page.evaluate(() => {
        sessionStorage.setItem('token', 'eyJ')
        sessionStorage.clear()
      }),
  ],
  [
    'a token in the place of a note',
    'localStorage holds latchkey.presence',
    page =>
      page.evaluate(() => {
        localStorage['latchkey.presence'] = 'eyJ'
      }),
  ],
  [
    'a token in a database',
    'IndexedDB holds tokens',
    page =>
      page.evaluate(
        () =>
          new Promise(resolve => {
            indexedDB.open('tokens').onsuccess = resolve
          }),
      ),
  ],
  [
    'a token in a cache',
    'Cache Storage holds tokens',
    page =>
      page.evaluate(async () => {
        await caches.open('tokens')
      }),
  ],
  [
    'a token in a cookie that scripts can read',
    'document.cookie holds token',
    page => page.evaluate(() => cookieStore.set('token', 'eyJ')),
  ],
  [
    'a token in the history',
    'a history entry holds token',
    page => page.evaluate(() => history.replaceState({ token: 'eyJ' }, '')),
  ],
  [
    'a request to another origin',
    /request to http:\/\/127\.0\.0\.1/,
    async page => {
      await using elsewhere = await emptySite('127.0.0.1')
      await page.goto(elsewhere.url)
    },
  ],
])('no journey ends well after %s', async (_, found, act) => {
  const visitor = await visitSignIn()
  await act(visitor.page)
  await expect(visitor[Symbol.asyncDispose]()).rejects.toThrow(found)
})
