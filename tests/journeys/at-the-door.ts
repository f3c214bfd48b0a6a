/** What the journeys into the site have in common. */
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { type Account, type App, newAccount } from '../start-app.ts'

export const theSecret = 'CAUTION !!! THIS IS VERY SECRET'

export const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

export const codeField = (page: Page) => page.getByLabel('6-digit code')

export const newPassword = (page: Page) => page.getByLabel('New password', { exact: true })

/** On the screen for it. */
export async function signUp(page: Page, { username, email, password }: Account) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
}

/** Up to the screen that asks for the code. */
export async function signUpOnSite(app: Pick<App, 'url'>, page: Page): Promise<Account> {
  const account = newAccount()
  await page.goto(`${app.url}/sign-up`)
  await signUp(page, account)
  await expect(heading(page, 'Check your email')).toBeVisible()
  return account
}

type Credentials = Pick<Account, 'username' | 'password'>

/** On the screen that asks for them. */
export async function enterPassword(page: Page, { username, password }: Credentials) {
  await page.getByLabel('Username or email').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await button(page, 'Sign in').click()
}

/** Up to what is behind the door. */
export async function signIn(app: Pick<App, 'url'>, page: Page, credentials: Credentials) {
  await page.goto(`${app.url}/sign-in`)
  await enterPassword(page, credentials)
  await expect(page.getByText(theSecret)).toBeVisible()
}

/** What a page asks of the API from now on, each as `POST /api/sign-in`. */
export function watchApi(page: Page): string[] {
  const asked: string[] = []
  page.on('request', request => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) asked.push(`${request.method()} ${pathname}`)
  })
  return asked
}
