/** Somebody who has a keyboard and nothing else. */
import type { Page } from 'playwright'

/** As many as no screen has places. */
const tooMany = 40

export type Keyboard = ReturnType<typeof keyboardOf>

/** Places are named as the accessibility tree has them: `button "Sign in"`. */
export function keyboardOf(page: Page) {
  const press = (key: string) => page.keyboard.press(key)

  /** Goes on until it is there. */
  async function tabTo(place: string) {
    const passed: (string | undefined)[] = []
    while (passed.length < tooMany) {
      await press('Tab')
      const at = await placeOfFocus(page)
      if (at === place) return
      passed.push(at)
    }
    throw new Error(`No ${place} on the way: ${passed.join(', ')}.`)
  }

  return {
    press,
    type: (text: string) => page.keyboard.type(text),
    tabTo,

    /** Goes to a button or a link and presses it. */
    async choose(place: string, key: 'Enter' | 'Space' = 'Enter') {
      await tabTo(place)
      await press(key)
    },

    /** Walks the round once: the places in their order from a certain one, and those that do not show the focus. */
    async round(start: string) {
      const places: string[] = []
      const invisible: string[] = []
      let isFirst = () => Promise.resolve(false)
      for (let steps = 0; steps < tooMany; steps++) {
        await press('Tab')
        const place = await placeOfFocus(page)
        // Between the last and the first it is the browser's own turn.
        if (place === undefined) continue
        if (await isFirst()) return { places: turned(places, start), invisible }
        if (places.length === 0) isFirst = await rememberFocus(page)
        places.push(place)
        if (!(await showsFocus(page))) invisible.push(place)
      }
      throw new Error(`There is no end of places: ${places.join(', ')}.`)
    },
  }
}

/** Asks whether the focus is again where it is at this moment; there may be several places of one name. */
async function rememberFocus(page: Page) {
  const focused = await page.evaluateHandle(() => document.activeElement)
  return () => focused.evaluate(element => element === document.activeElement)
}

/** The same round, begun at another place. */
function turned(places: string[], start: string) {
  const at = Math.max(0, places.indexOf(start))
  return [...places.slice(at), ...places.slice(0, at)]
}

/** Undefined where nothing on the page has the focus. */
export async function placeOfFocus(page: Page): Promise<string | undefined> {
  const focused = page.locator('*:focus')
  if ((await focused.count()) === 0) return undefined
  const [line = ''] = (await focused.ariaSnapshot()).split('\n')
  const [, role = '', name = ''] = /^- '?(\w+)(?: ("(?:[^"\\]|\\.)*"))?/.exec(line) ?? []
  return `${role} ${name}`.trim()
}

/** Whether the place, or what closely frames it, looks different once it has lost the focus. It gets it back. */
const showsFocus = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const place = document.activeElement
    if (!(place instanceof HTMLElement)) return false
    const frame = place.parentElement?.parentElement ?? place
    const look = () =>
      [frame, ...frame.querySelectorAll('*')]
        .map(element => getComputedStyle(element))
        .map(style =>
          [
            style.outlineStyle === 'none' || style.outlineWidth === '0px' || style.outlineColor,
            style.boxShadow,
            style.borderBlockEndColor,
            style.borderBlockEndWidth,
          ].join(),
        )
        .join('\n')
    const withFocus = look()
    place.blur()
    const without = look()
    place.focus({ focusVisible: true } as FocusOptions)
    return withFocus !== without
  })
