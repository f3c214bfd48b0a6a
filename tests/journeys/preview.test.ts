/** The main job on the site as it is deployed, under the headers that it is deployed with. */
import type { Browser } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, test } from 'vitest'
import { copyProject } from '../project-copy.ts'
import { type App, latestCode, newAccount, startApp } from '../start-app.ts'
import { newVisitor, startBrowser } from './visitor.ts'

let project: Awaited<ReturnType<typeof copyProject>>
let app: App
let browser: Browser
beforeAll(async () => {
  project = await copyProject()
  ;[app, browser] = await Promise.all([startApp({ root: project.root, site: 'built' }), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await app?.[Symbol.asyncDispose]()
  await project[Symbol.asyncDispose]()
})

test('somebody signs up, confirms and reads the secret, and the browser has nothing to say', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const said: string[] = []
  const asked = new Set<string>()
  page.on('console', message => said.push(`${message.type()}: ${message.text()}`))
  page.on('request', request => asked.add(new URL(request.url()).origin))
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      console.error('violation', violatedDirective, blockedURI, sourceFile),
    ),
  )
  const account = newAccount()

  const answer = await page.goto(app.url)
  expect(answer?.headers()).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-cache': 'Miss from cloudfront',
  })
  await page.getByRole('link', { name: 'Create an account' }).click()
  await page.getByLabel('Username').fill(account.username)
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Check your email' })).toBeVisible()
  await page.getByLabel('6-digit code').fill(await latestCode(app, account.email))

  await expect(page.getByText('CAUTION !!! THIS IS VERY SECRET')).toBeVisible()

  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect([said, visitor.complaints]).toEqual([[], []])
  expect([...asked]).toEqual([app.url])
})

test('a script that somebody slips into the page does not run', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await page.goto(app.url)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const ran = await page.evaluate(() => {
    const attempts = [
      () => document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.ran = true">'),
      () =>
        document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = true' })),
      () => document.body.setAttribute('onclick', 'window.ran = true'),
      () => window.setTimeout('window.ran = true'),
    ]
    const refused = attempts.filter(attempt => {
      try {
        attempt()
        return false
      } catch {
        return true
      }
    })
    document.body.click()
    return { refused: refused.length, ran: 'ran' in window }
  })
  expect(ran).toEqual({ refused: 4, ran: false })
  expect(visitor.complaints.length).toBeGreaterThan(0)
})
