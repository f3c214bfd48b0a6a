/**
 * Every screen in every state, as everybody has it: by axe, in narrow and
 * zoomed windows, right to left, in forced colours, without motion, and as it
 * is meant to look.
 *
 * A scene is opened once, and its page turned from one view to the next.
 */
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FaultyApp } from '../faulty-cognito.ts'
import { paleOn, violationsOn } from './accessibility.ts'
import { edgeless, layoutFlaws, motions, tightViews } from './layout.ts'
import { currentDrawnBy, type DrawnBy, differenceFrom, fileOf, flawOfLook, keptDrawnBy } from './looks.ts'
import { openScene, startSceneApp } from './scenes/stage.ts'
import { scenes } from './scenes.ts'
import { forcedColorsView, picture, referenceViews, speakGerman, turnTo, type View } from './views.ts'
import { startBrowser } from './visitor.ts'

let app: FaultyApp
let browser: Browser
let reasonNotToCompare: string | undefined
beforeAll(async () => {
  ;[app, browser] = await Promise.all([startSceneApp(), startBrowser()])
  reasonNotToCompare = whyNotToCompare(await keptDrawnBy(), await currentDrawnBy(browser))
  if (reasonNotToCompare) console.info(reasonNotToCompare)
})
afterAll(async () => {
  await browser?.close()
  await app?.[Symbol.asyncDispose]()
})

function whyNotToCompare(kept: DrawnBy | undefined, current: DrawnBy): string | undefined {
  const because = !kept
    ? 'there are none yet'
    : kept.browser !== current.browser
      ? `they were drawn by browser ${kept.browser}, and this is ${current.browser}`
      : kept.sample !== current.sample
        ? 'this machine has other fonts than the one that drew them'
        : undefined
  return because && `The pictures of tests/looks are not compared: ${because}.`
}

/** What was found in each view that something was found in. */
async function inEach(views: readonly View[], look: (view: View) => Promise<string[]>) {
  const found: Record<string, string[]> = {}
  for (const view of views) {
    const flaws = await look(view)
    if (flaws.length > 0) found[view.name] = flaws
  }
  return found
}

describe.each(scenes)('$name', scene => {
  let stage: Awaited<ReturnType<typeof openScene>>
  beforeAll(async () => {
    stage = await openScene(app, browser, scene)
  })
  afterAll(() => stage?.[Symbol.asyncDispose]())

  test('breaks no rule of accessibility, light or dark', async () => {
    const { page } = stage
    const found = await inEach(referenceViews, async view => {
      await turnTo(page, view)
      return view === referenceViews[0] ? violationsOn(page) : paleOn(page)
    })
    expect(found).toEqual({})
  })

  test('stands in every window', async () => {
    const { page } = stage
    const found = await inEach(tightViews, async view => {
      await turnTo(page, view)
      return layoutFlaws(page)
    })
    expect(found).toEqual({})
  })

  test('has edges in forced colours', async () => {
    await turnTo(stage.page, forcedColorsView)
    expect(await edgeless(stage.page)).toEqual([])
  })

  test('holds still for who wants no motion', async () => {
    expect(await motions(stage.page)).toEqual([])
  })

  if (scene.isReference) {
    test('looks as in its pictures, where they can be compared', async () => {
      const { page } = stage
      const found = await inEach(referenceViews, async view => {
        const file = fileOf(scene, view)
        if (reasonNotToCompare) return [await flawOfLook(file, view)].filter(flaw => flaw !== undefined)
        await turnTo(page, view)
        return [await differenceFrom(file, await picture(page))].filter(flaw => flaw !== undefined)
      })
      expect(found).toEqual({})
    })
  }

  /** Its words are longer. */
  test('stands in every window in German, too', async () => {
    const { page } = stage
    await speakGerman(page)
    const found = await inEach(
      tightViews.filter(({ isRightToLeft }) => !isRightToLeft),
      async view => {
        await turnTo(page, view)
        return layoutFlaws(page)
      },
    )
    expect(found).toEqual({})
  })
})
