/** What the journeys through the account have in common. */
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import type { Account, App } from '../start-app.ts'
import { authenticatorApp } from '../totp.ts'
import { enterPassword, heading } from './at-the-door.ts'

/** A part of the account's page, by its title. */
export const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

export const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })

/** Signs in on the site, on the way to the account. */
export async function goToAccount(app: Pick<App, 'url'>, page: Page, account: Account) {
  await page.goto(`${app.url}/account`)
  await enterPassword(page, account)
  await expectAccount(page, account.username)
}

export async function expectAccount(page: Page, username: string) {
  await expect(heading(page, 'Your account')).toBeVisible()
  await expect(page.getByText(`You are signed in as ${username}.`)).toBeVisible()
}

/** The same session in one more tab of the browser. */
export async function openTab(app: Pick<App, 'url'>, page: Page, username: string): Promise<Page> {
  const tab = await page.context().newPage()
  await tab.goto(`${app.url}/account`)
  await expectAccount(tab, username)
  return tab
}

/** Signs in again in the dialog that has come up. */
export async function enterPasswordAgain(page: Page, password: string) {
  const isItYou = dialog(page, 'Is it still you?')
  await isItYou.getByLabel('Password', { exact: true }).fill(password)
  await isItYou.getByRole('button', { name: 'Continue' }).click()
}

/** Of what a browser says by itself about answers that are refusals. */
export const isOwnLine = (complaint: string) => complaint.startsWith('Failed to load resource')

/** The authenticator app of who has typed in the key that the page shows. */
export async function shownAuthenticator(app: Pick<App, 'clock'>, page: Page) {
  const key = await page.locator('code').innerText()
  return authenticatorApp(app, key.replace(/\s/g, ''))
}
