/** How the same screen is seen: on which device, and as its owner has set it. */
import type { BrowserContextOptions, Page } from 'playwright'
import { expect } from 'playwright/test'

export type View = {
  name: string
  width: number
  height: number
  colorScheme: 'light' | 'dark'
  /** A finger in the place of a mouse. */
  hasTouch?: boolean
  forcedColors?: boolean
  isRightToLeft?: boolean
}

const phone = { width: 390, height: 844, hasTouch: true } as const
const desktop = { width: 1280, height: 800 } as const

/** Those that are kept as pictures. */
export const referenceViews: readonly View[] = [
  { name: 'phone-light', ...phone, colorScheme: 'light' },
  { name: 'phone-dark', ...phone, colorScheme: 'dark' },
  { name: 'desktop-light', ...desktop, colorScheme: 'light' },
  { name: 'desktop-dark', ...desktop, colorScheme: 'dark' },
]

export const rightToLeftView: View = {
  name: 'right-to-left',
  ...phone,
  colorScheme: 'light',
  isRightToLeft: true,
}

export const forcedColorsView: View = {
  name: 'forced-colors',
  ...phone,
  colorScheme: 'dark',
  forcedColors: true,
}

/** Turns a page that stands to another view of it. */
export async function turnTo(page: Page, view: View) {
  const { width, height, colorScheme, hasTouch = false, forcedColors, isRightToLeft } = view
  // Not detached again: what a page was told to do without, its connection too, would come back.
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: hasTouch })
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme, forcedColors: forcedColors ? 'active' : 'none' })
  await page.evaluate(
    direction => {
      document.documentElement.dir = direction
    },
    isRightToLeft ? 'rtl' : 'ltr',
  )
}

/** In the page that stands. Its words have to come from somewhere, so the connection is back. */
export async function speakGerman(page: Page) {
  await page.context().setOffline(false)
  await page.locator('select').selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
}

/** From its first moment on. */
export const german: BrowserContextOptions = { locale: 'de-DE' }

/** As PNG: the whole page, or the window where a dialog stands in front of it. */
export async function picture(page: Page): Promise<Buffer> {
  const isModal = await page.evaluate(() => {
    scrollTo(0, 0)
    return document.querySelector('dialog:modal') !== null
  })
  return page.screenshot({ fullPage: !isModal, caret: 'initial' })
}
