/** Passkeys of an account: made, named, listed and removed, and what a browser may say against it. */
import type { Browser, Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type App, createAccount } from '../start-app.ts'
import { goToAccount, isOwnLine, part } from './at-account.ts'
import { watchApi } from './at-the-door.ts'
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

const list = (page: Page) => part(page, 'Passkeys').getByRole('listitem')

async function addPasskey(page: Page, name: string) {
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name of the passkey').fill(name)
  await page.getByRole('button', { name: 'Add passkey' }).click()
}

test('somebody adds one, sees it in the list, and removes it', async () => {
  await using visitor = await newVisitor(browser, { locale: 'en-GB' })
  const { page } = visitor
  await addDevice(page)
  await goToAccount(app, page, await createAccount(app))

  await page.getByRole('button', { name: 'Add a passkey' }).click()
  const name = page.getByLabel('Name of the passkey')
  await expect(name).toBeFocused()
  await expect(name).toHaveValue('Chrome on Linux')
  await name.fill(' Ada’s “desk” ')
  await page.keyboard.press('Enter')
  await expect(list(page)).toHaveCount(1)
  await expect(page.getByRole('alert')).toHaveText(/“Ada’s “desk”” is added/)
  await expect(page.getByRole('button', { name: 'Add a passkey' })).toBeFocused()

  const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(app.clock.now())
  await expect(list(page)).toContainText('Ada’s “desk”')
  await expect(list(page)).toContainText(`Built into a device · Added ${today}`)
  await page.reload()
  await expect(list(page)).toContainText('Ada’s “desk”')

  const remove = page.getByRole('button', { name: 'Remove the passkey Ada’s “desk”' })
  await remove.click()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(remove).toBeFocused()
  await remove.click()
  await page.getByRole('button', { name: 'Remove it' }).click()
  await expect(part(page, 'Passkeys')).toContainText('You have no passkey yet.')
  await expect(part(page, 'Passkeys')).toBeFocused()
  await page.reload()
  await expect(part(page, 'Passkeys')).toContainText('You have no passkey yet.')
  expect(visitor.complaints).toEqual([])
})

test('a name that cannot be is told at its field, before the browser asks anything', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await addDevice(page)
  await goToAccount(app, page, await createAccount(app))
  const asked = watchApi(page)
  await addPasskey(page, '  ')
  await expect(page.getByLabel('Name of the passkey')).toHaveAccessibleDescription(/Enter a name/)
  await page.getByLabel('Name of the passkey').fill('x'.repeat(41))
  await page.getByRole('button', { name: 'Add passkey' }).click()
  await expect(page.getByLabel('Name of the passkey')).toHaveAccessibleDescription(/at most 40/)
  expect(asked.filter(one => !one.startsWith('GET '))).toEqual([])
})

describe('the browser', () => {
  /** Answers the page’s wish for a passkey in the browser’s place. */
  const refuseWith = (page: Page, name: string) =>
    page.evaluate(name => {
      navigator.credentials.create = () => Promise.reject(new DOMException('No.', name))
    }, name)

  test.each(['NotAllowedError', 'AbortError'])(
    'may be told no: after %s the form stands as it was',
    async name => {
      await using visitor = await newVisitor(browser)
      const { page } = visitor
      await goToAccount(app, page, await createAccount(app))
      await refuseWith(page, name)
      const asked = page.waitForResponse('**/api/account/passkeys/options')
      await addPasskey(page, 'Second thoughts')
      await asked
      const add = page.getByRole('button', { name: 'Add passkey' })
      await expect(add).toBeEnabled()
      await expect(page.getByLabel('Name of the passkey')).toHaveValue('Second thoughts')
      await expect(part(page, 'Passkeys').locator('.notice')).toHaveCount(0)
      await expect(page.getByRole('alert')).toHaveText('')
      await page.getByRole('button', { name: 'Cancel' }).click()
      await expect(part(page, 'Passkeys')).toContainText('You have no passkey yet.')
      expect(visitor.complaints).toEqual([])
    },
  )

  test('says when the device has one already', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await addDevice(page)
    await goToAccount(app, page, await createAccount(app))
    await addPasskey(page, 'First')
    await expect(list(page)).toHaveCount(1)
    await addPasskey(page, 'Second')
    await expect(page.getByRole('alert')).toHaveText('This device has a passkey for your account already.')
    await expect(page.getByLabel('Name of the passkey')).toHaveValue('Second')
    await expect(list(page)).toHaveCount(1)
    expect(visitor.complaints).toEqual([])
  })

  test('may fail in its own way, which is told in ours', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    await goToAccount(app, page, await createAccount(app))
    await refuseWith(page, 'NotSupportedError')
    await addPasskey(page, 'Mine')
    await expect(page.getByRole('alert')).toHaveText(/Your browser could not make a passkey/)
  })

  test('that knows no passkeys is told so, and those of others are listed all the same', async () => {
    await using visitor = await newVisitor(browser)
    const { page } = visitor
    const account = await createAccount(app)
    await addDevice(page)
    await goToAccount(app, page, account)
    await addPasskey(page, 'Elsewhere')
    await expect(list(page)).toHaveCount(1)

    await using old = await newVisitor(browser)
    await old.page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'))
    await goToAccount(app, old.page, account)
    await expect(part(old.page, 'Passkeys')).toContainText('This browser cannot make passkeys.')
    await expect(old.page.getByRole('button', { name: 'Add a passkey' })).toHaveCount(0)
    await old.page.getByRole('button', { name: 'Remove the passkey Elsewhere' }).click()
    await old.page.getByRole('button', { name: 'Remove it' }).click()
    await expect(part(old.page, 'Passkeys')).toContainText('You have no passkey yet.')
    expect(old.complaints).toEqual([])
  })
})

test('a list that cannot be had does not keep the rest of the page', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  const isList = (url: URL) => url.pathname === '/api/account/passkeys'
  await page.route(isList, route =>
    route.fulfill({ status: 500, json: { code: 'internal', message: 'We made a mistake.', requestId: 'r' } }),
  )
  await goToAccount(app, page, await createAccount(app))
  const passkeys = part(page, 'Passkeys')
  await expect(passkeys.getByText('We made a mistake.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Change your password' })).toBeEnabled()
  await page.unroute(isList)
  await passkeys.getByRole('button', { name: 'Try again' }).click()
  await expect(passkeys).toContainText('You have no passkey yet.')
  expect(visitor.complaints.filter(line => !isOwnLine(line))).toEqual([])
})
