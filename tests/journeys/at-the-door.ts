/** What the journeys into the site have in common. */
import type { Page } from 'playwright'
import type { Account } from '../start-app.ts'

export const theSecret = 'CAUTION !!! THIS IS VERY SECRET'

export const codeField = (page: Page) => page.getByLabel('6-digit code')

export const newPassword = (page: Page) => page.getByLabel('New password', { exact: true })

/** On the screen for it. */
export async function signUp(page: Page, { username, email, password }: Account) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
}

/** On the screen that asks for them. */
export async function enterPassword(
  page: Page,
  { username, password }: Pick<Account, 'username' | 'password'>,
) {
  await page.getByLabel('Username or email').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}
