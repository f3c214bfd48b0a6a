/** The page of messages, once there are more than anybody reads. */
import { AdminCreateUserCommand, CreateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { Browser } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, test } from 'vitest'
import { administrator } from '../person.ts'
import { type App, startApp } from '../start-app.ts'
import { newVisitor, startBrowser } from './visitor.ts'

let app: App
let browser: Browser
beforeAll(async () => {
  ;[app, browser] = await Promise.all([startApp(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await app?.[Symbol.asyncDispose]()
})

test('shows the newest hundred, and takes in another without touching those that stay', async () => {
  const { sdk } = administrator(app)
  const { UserPool } = await sdk.send(new CreateUserPoolCommand({ PoolName: 'elsewhere' }))
  const invite = (Username: string) =>
    sdk.send(
      new AdminCreateUserCommand({
        UserPoolId: UserPool?.Id,
        Username,
        UserAttributes: [{ Name: 'email', Value: `${Username}@example.test` }],
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    )
  for (let count = 1; count <= 120; count++) await invite(`person-${count}`)

  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await page.goto(`${app.url}/__offline/`)
  const letters = page.locator('#messages > li')
  await expect(letters).toHaveCount(100)
  await expect(letters.first()).toContainText('person-120@example.test')
  await letters.first().evaluate(letter => letter.setAttribute('data-seen', ''))

  await invite('person-121')
  await expect(letters.first()).toContainText('person-121@example.test')
  await expect(letters).toHaveCount(100)
  await expect(letters.nth(1)).toHaveAttribute('data-seen')
  await expect(letters.last()).toContainText('person-22@example.test')
  expect(app.messages()).toHaveLength(121)
  expect(visitor.complaints).toEqual([])
})
