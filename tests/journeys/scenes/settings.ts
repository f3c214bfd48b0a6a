/** The parts of the account's page. */
import type { Page } from 'playwright'
import { goInside } from './people.ts'
import { expect, type Stage } from './scene.ts'

/** What can be changed on it, in its order. */
export const changes = ['email', 'password', 'totp', 'passkeys', 'sessions', 'delete'] as const

const order = ['username', ...changes] as const

type SettingName = (typeof order)[number]

export const setting = (page: Page, name: SettingName) =>
  page.locator('main section').nth(order.indexOf(name))

/** It opens the change. */
export const settingButton = (page: Page, name: SettingName) =>
  setting(page, name).getByRole('button').first()

/** Everything has come that the page has asked for. */
export async function expectSettings(page: Page) {
  await expect(settingButton(page, 'email')).toBeEnabled()
  await expect(settingButton(page, 'passkeys')).toBeEnabled()
}

export async function goToSettings(stage: Stage) {
  await goInside(stage, '/account')
  await expectSettings(stage.page)
}

/** Begins a change of a new account, up to the panel or the dialog for it. */
export async function goToSetting(stage: Stage, name: SettingName) {
  await goToSettings(stage)
  await settingButton(stage.page, name).click()
  await expectOpen(stage.page, name)
}

/** The panel of a change, or the dialog for it. */
export const expectOpen = (page: Page, name: SettingName) =>
  expect(name === 'delete' ? page.locator('dialog') : setting(page, name).locator('fieldset')).toBeVisible()
