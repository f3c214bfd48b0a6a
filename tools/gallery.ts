/**
 * Every screen of the site in every state, to look at: on a phone and a desktop, light and dark, in
 * German, right to left and in forced colours, on one page.
 *
 *     npm run gallery [-- beginnings of names…]
 *     npm run gallery -- --accept [--into <directory>]
 *
 * With `--accept` it draws the pictures that the tests hold the site to instead, into `tests/looks` or
 * the directory.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser, BrowserContextOptions } from 'playwright'
import { optionsOf } from '../bench/options.ts'
import type { FaultyApp } from '../tests/faulty-cognito.ts'
import {
  beginLooks,
  currentDrawnBy,
  fileOf,
  galleryDirectory,
  keepLook,
  looksDirectory,
} from '../tests/journeys/looks.ts'
import type { Scene } from '../tests/journeys/scenes/scene.ts'
import { openScene, startSceneApp } from '../tests/journeys/scenes/stage.ts'
import { scenes } from '../tests/journeys/scenes.ts'
import {
  forcedColorsView,
  german,
  picture,
  referenceViews,
  rightToLeftView,
  turnTo,
  type View,
} from '../tests/journeys/views.ts'
import { startBrowser } from '../tests/journeys/visitor.ts'
import { galleryPage, type Shown } from './gallery-page.ts'

type Shoot = (view: View, picture: Buffer) => Promise<unknown>

const germanView: View = { ...rightToLeftView, name: 'german', isRightToLeft: false }
const visits: readonly [View[], BrowserContextOptions][] = [
  [[...referenceViews, rightToLeftView, forcedColorsView], {}],
  [[germanView], german],
]

process.on('disconnect', () => process.exit(1))
process.channel?.unref()

const { accepts, directory, wanted } = optionsOf(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      accept: { type: 'boolean', default: false },
      into: { type: 'string', default: looksDirectory },
    },
  })
  const unknown = positionals.find(beginning => !scenes.some(({ name }) => name.startsWith(beginning)))
  if (unknown)
    throw new Error(
      `No scene begins with "${unknown}". There are ${scenes.map(({ name }) => name).join(', ')}.`,
    )
  return {
    accepts: values.accept,
    directory: values.into,
    wanted: scenes.filter(
      ({ name }) => positionals.length === 0 || positionals.some(beginning => name.startsWith(beginning)),
    ),
  }
})

console.log('Building the app …')
await using app = await startSceneApp()
const browser = await startBrowser()
try {
  await (accepts ? accept(app, browser, directory) : hang(app, browser, wanted))
} finally {
  await browser.close()
}

async function accept(app: FaultyApp, browser: Browser, directory: string) {
  await beginLooks(directory, await currentDrawnBy(browser))
  for (const scene of scenes.filter(({ isReference }) => isReference)) {
    console.log(scene.name)
    const keep: Shoot = (view, shot) => keepLook(directory, fileOf(scene, view), shot)
    await shoot(app, browser, scene, referenceViews, keep, {})
  }
  console.log(`\nThe pictures are in ${directory}.`)
}

async function hang(app: FaultyApp, browser: Browser, wanted: readonly Scene[]) {
  await rm(galleryDirectory, { recursive: true, force: true })
  await mkdir(galleryDirectory, { recursive: true })

  const hung: Shown[] = []
  for (const scene of wanted) {
    const shown: Shown = { name: scene.name, pictures: [], problems: [] }
    const keep: Shoot = (view, shot) => {
      const file = fileOf(scene, view)
      const { width, height } = sizeOf(shot)
      shown.pictures.push({ view: view.name, file, width, height })
      return writeFile(join(galleryDirectory, file), shot)
    }
    for (const [views, options] of visits) {
      try {
        await shoot(app, browser, scene, views, keep, options)
      } catch (error) {
        process.exitCode = 1
        shown.problems.push(error instanceof Error ? error.message : String(error))
      }
    }
    console.log(shown.problems.length > 0 ? `✗ ${scene.name}: ${shown.problems}` : `✓ ${scene.name}`)
    hung.push(shown)
  }

  const page = join(galleryDirectory, 'index.html')
  await writeFile(page, galleryPage(hung))
  console.log(`\nThe gallery is at ${pathToFileURL(page)}`)
}

async function shoot(
  app: FaultyApp,
  browser: Browser,
  scene: Scene,
  views: readonly View[],
  take: Shoot,
  options: BrowserContextOptions,
) {
  await using stage = await openScene(app, browser, scene, options)
  for (const view of views) {
    await turnTo(stage.page, view)
    await take(view, await picture(stage.page))
  }
}

/** Of a PNG, in pixels. Source: https://www.w3.org/TR/png-3/#11IHDR */
function sizeOf(png: Buffer) {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
}
