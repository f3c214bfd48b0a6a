/** Passkeys of the account, as its page has them. */
import type { Page } from 'playwright'
import { expect, fill, pin, submit } from './scene.ts'
import { setting, settingButton } from './settings.ts'

export const passkeys = (page: Page) => setting(page, 'passkeys').getByRole('listitem')

/** With the device that the browser has. */
export async function addPasskey(page: Page, name: string) {
  const before = await passkeys(page).count()
  await settingButton(page, 'passkeys').click()
  await fill(page, { name })
  await submit(page)
  await expect(passkeys(page)).toHaveCount(before + 1)
}

/** Made on days that stay the same, and listed in the order of their names. */
export const pinPasskeys = (page: Page) =>
  pin(page, '/account/passkeys', reply => {
    const all = reply.passkeys as { name: string; createdAt: string }[] | undefined
    all?.sort((one, other) => one.name.localeCompare(other.name))
    for (const [index, passkey] of all?.entries() ?? []) {
      passkey.createdAt = `2026-0${index + 3}-14T09:00:00.000Z`
    }
  })
