/** Opens scenes, each on a fresh stage of the same app. */
import { AdminDeleteUserCommand, UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider'
import type { Browser, BrowserContextOptions } from 'playwright'
import { type FaultyApp, startFaultyApp } from '../../faulty-cognito.ts'
import { administrator } from '../../person.ts'
import { startBuiltApp } from '../built-app.ts'
import { newVisitor, type Visitor } from '../visitor.ts'
import { ada, expect, type Scene, type Stage } from './scene.ts'

export const startSceneApp = () => startFaultyApp(startBuiltApp)

/**
 * A scene, settled. Its page is as people have it who want no motion, without
 * a caret that blinks, and its time stands still.
 */
export async function openScene(
  app: FaultyApp,
  browser: Browser,
  { open, says }: Scene,
  options: BrowserContextOptions = {},
): Promise<Visitor & Stage> {
  await clearStage(app)
  await using opening = new AsyncDisposableStack()
  const visitor = opening.use(
    await newVisitor(browser, { reducedMotion: 'reduce', locale: 'en-GB', ...options }),
  )
  const { page } = visitor
  await page.clock.setFixedTime(app.clock.now())
  const stage = Object.assign(visitor, { app })
  await open(stage)
  if (!options.locale) await expect(page.getByText(says).first()).toBeVisible()

  await page.mouse.move(0, 0)
  await page.evaluate(hideCaret)
  await page.evaluate(settle)
  opening.move()
  return stage
}

/** Nobody has an account, and nothing fails. */
async function clearStage(app: FaultyApp) {
  app.cognito.mend()
  const { sdk, UserPoolId } = administrator(app)
  await sdk.send(new AdminDeleteUserCommand({ UserPoolId, Username: ada.username })).catch(error => {
    if (!(error instanceof UserNotFoundException)) throw error
  })
  sdk.destroy()
}

/** Runs in the page. A sheet that is made by a script is none that the policy knows about. */
function hideCaret() {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('* { caret-color: transparent !important }')
  document.adoptedStyleSheets.push(sheet)
}

/** Runs in the page: resolves when its fonts are there and what moves has come to its end. */
async function settle() {
  await document.fonts.ready
  const moving = () =>
    document
      .getAnimations()
      .filter(
        ({ effect, playState }) =>
          playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime),
      )
  for (let animations = moving(); animations.length > 0; animations = moving()) {
    await Promise.allSettled(animations.map(animation => animation.finished))
  }
}
