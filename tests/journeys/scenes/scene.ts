/**
 * One screen of the site in one state, and how people come to it.
 *
 * The steps name places by what does not change with the language of the page:
 * what a field is called in a request, what a button does, where a link leads.
 */
import type { Page } from 'playwright'
import { expect as impatient } from 'playwright/test'
import type { FaultyApp } from '../../faulty-cognito.ts'
import type { Account } from '../../start-app.ts'

/** There are many scenes, and machines that have other things to do meanwhile. */
export const expect = impatient.configure({ timeout: 20_000 })

/** Where a scene is played: a fresh browser profile, and nobody with an account. */
export type Stage = { app: FaultyApp; page: Page }

export type Scene = {
  name: string
  /** On the page in English, once the scene stands. */
  says: string
  /** Its looks are kept as pictures. */
  isReference?: true
  open: (stage: Stage) => Promise<unknown>
}

/** Whoever has an account has this one, so that every page shows the same name each time. */
export const ada: Account = {
  username: 'ada.lovelace',
  email: 'ada.lovelace@example.com',
  password: 'correct-horse-battery',
}

export const visit = ({ app, page }: Stage, path: string) => page.goto(app.url + path)

/** By its name in requests. What is there for password managers only is nothing to fill in. */
export const field = (page: Page, name: string) => page.locator(`input[name="${name}"]:not([aria-hidden])`)

/** Fills in fields, by their names in requests. */
export async function fill(page: Page, values: Record<string, string>) {
  for (const [name, value] of Object.entries(values)) await field(page, name).fill(value)
}

/** Of several forms, the one that was opened last has it. */
export const submitButton = (page: Page) => page.locator('[type="submit"]').last()

export const submit = (page: Page) => submitButton(page).click()

export const link = (page: Page, path: string) => page.locator(`main a[href^="${path}"]`)

/** The button for what a form asks for, in the way of something other than sending it. */
export const besides = (page: Page, form: string) => page.locator(`button[form="${form}"]`)

export const expectPath = ({ app, page }: Stage, path: string) => page.waitForURL(app.url + path)

export const expectIssues = (page: Page, count: number) =>
  expect(page.locator('[aria-invalid="true"]')).toHaveCount(count)

/** Something has been said in the page's live region, or in that of a dialog. */
export const expectAnnouncement = (page: Page) => expect(page.getByRole('alert').last()).not.toBeEmpty()

/** The API never answers. */
export const hold = (page: Page, path: string) => page.route(isApi(path), () => {})

/** The API cannot be reached. */
export const cutOff = (page: Page, path: string) => page.route(isApi(path), route => route.abort())

/** The API has a bug. */
export const breakDown = (page: Page, path: string) =>
  page.route(isApi(path), route => route.fulfill({ status: 500, json: { message: 'Internal server error' } }))

/** Changes what the API answers in one place, where it would be another each time. */
export const pin = (page: Page, path: string, change: (reply: Record<string, unknown>) => void) =>
  page.route(isApi(path), async route => {
    const response = await route.fetch()
    if (response.status() !== 200) return route.fulfill({ response })
    const reply = await response.json()
    change(reply)
    await route.fulfill({ response, json: reply })
  })

const isApi = (path: string) => (url: URL) => url.pathname === `/api${path}`
