/** What the journeys into the site have in common. */

import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { Page } from 'playwright'
import { administrator } from '../person.ts'
import { type Account, type App, newAccount } from '../start-app.ts'

export const theSecret = 'CAUTION !!! THIS IS VERY SECRET'

export const codeField = (page: Page) => page.getByLabel('6-digit code')

export const newPassword = (page: Page) => page.getByLabel('New password', { exact: true })

export const otherThan = (code: string) => (code === '000000' ? '111111' : '000000')

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

/** An account that an administrator has made, with a password for the first time only. */
export async function invite(app: App): Promise<Account> {
  const { username, email } = newAccount()
  const account = { username, email, password: 'a-temporary-passphrase' }
  const { sdk, UserPoolId } = administrator(app)
  await sdk.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: username,
      TemporaryPassword: account.password,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  )
  return account
}
