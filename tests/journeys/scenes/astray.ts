/** Where there is nothing to do but to go elsewhere, or to wait. */
import { goInside, visitSignIn } from './people.ts'
import { cutOff, expect, type Scene, type Stage, visit } from './scene.ts'

const heading = 'main h1'

/** As it is where a deploy has taken the old files away, and the page that stands asks for one of them. */
const loseScreens = ({ page }: Stage) =>
  page.route(/\/assets\/(guests|members)-/, route => route.fulfill({ status: 404 }))

const expectToast = ({ page }: Stage) => expect(page.locator('.toast')).toBeVisible()

export const astrayScenes: readonly Scene[] = [
  {
    name: 'not-found',
    says: 'There is no door here',
    isReference: true,
    async open(stage) {
      await visit(stage, '/no-such-door')
      await expect(stage.page.locator(heading)).toBeVisible()
    },
  },
  {
    name: 'crashed',
    says: 'Load the page again',
    isReference: true,
    async open(stage) {
      await loseScreens(stage)
      await visit(stage, '/sign-up')
      await expect(stage.page.locator(heading)).toBeVisible()
    },
  },
  {
    name: 'new-version',
    says: 'There is a newer version of this page.',
    isReference: true,
    async open(stage) {
      // The page as it is deployed by now asks for another script.
      await stage.page.route(`${stage.app.url}/`, route =>
        route.request().isNavigationRequest() ? route.continue() : route.fulfill({ body: '<!doctype html>' }),
      )
      await loseScreens(stage)
      await visitSignIn(stage)
      await expectToast(stage)
    },
  },
  {
    name: 'offline',
    says: 'offline',
    isReference: true,
    async open(stage) {
      await visitSignIn(stage)
      await stage.page.context().setOffline(true)
      await expectToast(stage)
    },
  },
  {
    name: 'unreachable',
    says: 'We cannot be reached just now. You are still signed in',
    isReference: true,
    async open(stage) {
      await goInside(stage, '/account')
      await cutOff(stage.page, '/session/refresh')
      await stage.page.reload()
      await expect(stage.page.locator(heading)).toBeVisible()
    },
  },
]
