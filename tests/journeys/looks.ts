/**
 * How the site is meant to look: pictures of its screens, kept in `tests/looks`
 * at half their size, and what a page differs in from them.
 *
 * They are worth comparing only where the same things are drawn alike: by the
 * browser and with the fonts that they were drawn by.
 */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pixelmatch from 'pixelmatch'
import type { Browser } from 'playwright'
import { PNG } from 'pngjs'
import { root } from '../root.ts'
import type { Scene } from './scenes/scene.ts'
import type { View } from './views.ts'

export const looksDirectory = join(root, 'tests/looks')

/** Not for keeping. */
export const galleryDirectory = join(root, '.gallery')

/** Pixels. What the same browser draws with the same fonts is the same; the shortest word is more than these. */
const tolerated = 8

export const fileOf = ({ name }: Pick<Scene, 'name'>, view: Pick<View, 'name'>) => `${name}-${view.name}.png`

export type DrawnBy = { browser: string; sample: string }

const drawnByFile = (directory: string) => join(directory, 'drawn-by.json')

/** Who drew the pictures that are kept; undefined as long as there are none. */
export async function keptDrawnBy(): Promise<DrawnBy | undefined> {
  const text = await readIfThere(drawnByFile(looksDirectory))
  return text && JSON.parse(text.toString())
}

/** Text in each family that a site may ask of a machine, and an edge that is round. */
const sample = `<!doctype html><style>
  body { background: #fff; color: #222; font-size: 20px; margin: 8px }
  p { border: 1px solid #888; border-radius: 9px; margin: 4px; padding: 4px 12px }
</style>${['sans-serif', 'serif', 'monospace', 'system-ui', 'Roboto', 'Noto Sans', 'Georgia']
  .map(
    family =>
      `<p style="font-family: '${family}', ${family}">Ada 0123 ÄÖÜ fi “quoted” <b>bold</b> <i>italic</i> ✓</p>`,
  )
  .join('')}`

/** The browser, and what it makes of a page that never changes. */
export async function currentDrawnBy(browser: Browser): Promise<DrawnBy> {
  const page = await browser.newPage({ viewport: { width: 600, height: 400 } })
  try {
    await page.setContent(sample)
    const { data } = PNG.sync.read(await page.screenshot({ caret: 'initial' }))
    return { browser: browser.version(), sample: createHash('sha256').update(data).digest('hex') }
  } finally {
    await page.close()
  }
}

/** Begins a set of pictures, in the place of what was there. */
export async function beginLooks(directory: string, drawnBy: DrawnBy) {
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  await writeFile(drawnByFile(directory), `${JSON.stringify(drawnBy, null, 2)}\n`)
}

export const keepLook = (directory: string, file: string, picture: Buffer) =>
  writeFile(
    join(directory, file),
    PNG.sync.write(halved(PNG.sync.read(picture)), { colorType: 2, deflateLevel: 9 }),
  )

/** What is wrong with a picture that cannot be compared: that there is none, or none of this view. */
export async function flawOfLook(file: string, view: View): Promise<string | undefined> {
  const kept = await readLook(file)
  if (!kept) return missing(file)
  const isPlausible = kept.width === view.width / 2 && kept.height >= view.height / 2
  return isPlausible ? undefined : `${file} has ${kept.width} × ${kept.height} pixels.`
}

/** What a picture differs in from the one that is kept, with the names of files that show it. */
export async function differenceFrom(file: string, picture: Buffer): Promise<string | undefined> {
  const kept = await readLook(file)
  if (!kept) return missing(file)

  const current = halved(PNG.sync.read(picture))
  const { width, height } = kept
  if (current.width !== width || current.height !== height) {
    const [is] = await show({ [`${file}.is.png`]: current })
    return `${file}: it has ${current.width} × ${current.height} pixels instead of ${width} × ${height}. See ${is}.`
  }

  const difference = compare(kept, current)
  if (!difference) return undefined
  const [is, differs] = await show({
    [`${file}.is.png`]: current,
    [`${file}.differs.png`]: difference.picture,
  })
  return `${file}: ${difference.count} pixels differ. See ${differs} and ${is}.`
}

/** What differs in a picture of the same size; nothing where it is too little to be seen. */
export function compare({ width, height, data }: PNG, current: PNG) {
  const picture = new PNG({ width, height })
  const count = pixelmatch(data, current.data, picture.data, width, height)
  return count > tolerated ? { count, picture } : undefined
}

const missing = (file: string) => `There is no ${file}: npm run gallery -- --accept draws it.`

async function readLook(file: string): Promise<PNG | undefined> {
  const bytes = await readIfThere(join(looksDirectory, file))
  return bytes && PNG.sync.read(bytes)
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Gives the paths, from the root of the project. */
async function show(pictures: Record<string, PNG>): Promise<string[]> {
  await mkdir(join(galleryDirectory, 'different'), { recursive: true })
  return Promise.all(
    Object.entries(pictures).map(async ([name, picture]) => {
      await writeFile(join(galleryDirectory, 'different', name), PNG.sync.write(picture))
      return `.gallery/different/${name}`
    }),
  )
}

/** Each pixel is the mean of four, in sixteen steps of each colour: a quarter of the bytes, and nothing that is told by them. */
function halved({ width, height, data }: PNG): PNG {
  const half = new PNG({ width: width >> 1, height: height >> 1 })
  const row = width * 4
  for (let y = 0, to = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      const from = y * 2 * row + x * 8
      for (let channel = 0; channel < 4; channel++, to++) {
        const at = from + channel
        const sum = (data[at] ?? 0) + (data[at + 4] ?? 0) + (data[at + row] ?? 0) + (data[at + row + 4] ?? 0)
        half.data[to] = channel === 3 ? 255 : ((sum + 2) >> 2) & 0xf0
      }
    }
  }
  return half
}
