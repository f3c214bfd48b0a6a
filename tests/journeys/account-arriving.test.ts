/** The account's page while parts of it are still on their way. */
import type { Browser } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, test } from 'vitest'
import { type App, createAccount } from '../start-app.ts'
import { expectAccount } from './at-account.ts'
import { signIn } from './at-the-door.ts'
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

test('what somebody has begun before their profile came is still there afterwards', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await addDevice(page)
  const account = await createAccount(app)
  await signIn(app, page, account)

  const held = Promise.withResolvers<void>()
  await page.route('**/api/account', async route => {
    await held.promise
    await route.continue()
  })
  await page.getByRole('link', { name: 'Account' }).click()
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  const name = page.getByLabel('Name of the passkey')
  await name.fill('Laptop')

  held.resolve()
  await expectAccount(page, account.username)
  await expect(name).toHaveValue('Laptop')
  await expect(name).toBeFocused()
})
