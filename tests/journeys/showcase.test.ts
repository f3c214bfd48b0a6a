/** The page of components that a developer has, and nobody else. */
import type { Browser } from 'playwright'
import { expect as impatient } from 'playwright/test'
import { afterAll, beforeAll, test } from 'vitest'
import { type App, startApp } from '../start-app.ts'
import { newVisitor, startBrowser } from './visitor.ts'

/** A page that is built as it is asked for takes a while, its first time. */
const expect = impatient.configure({ timeout: 20_000 })

let app: App
let browser: Browser
beforeAll(async () => {
  ;[app, browser] = await Promise.all([startApp(), startBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await app?.[Symbol.asyncDispose]()
})

test('the components stand on one page, and those that open do', async () => {
  await using visitor = await newVisitor(browser)
  const { page } = visitor
  await page.goto(`${app.url}/components.html`)
  await expect(page.getByRole('heading', { level: 1, name: 'Components' })).toBeVisible()
  for (const part of ['Colours', 'Type', 'Buttons', 'Fields', 'Messages', 'Surfaces', 'Settings']) {
    await expect(page.getByRole('heading', { level: 2, name: part })).toBeVisible()
  }

  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page.getByRole('status').getByText('There is a newer version')).toBeVisible()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(visitor.complaints).toEqual([])
})
