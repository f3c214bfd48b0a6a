import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'

/**
 * What the search sees of the machine; a test passes another one.
 *
 * @typedef {object} Machine
 * @property {Record<string, string | undefined>} env
 * @property {NodeJS.Platform} platform
 * @property {string} home
 * @property {(path: string) => boolean} isProgram
 * @property {(path: string) => string | undefined} read the text of a file if it is small, or nothing without one
 */

/** @typedef {{ path: string } | { playwright: string }} Browser Playwright's own is found by Playwright. */

/** Names and places, the likeliest first. Edge is Chromium, and always there on Windows. */
const places = /** @type {const} */ ({
  linux: {
    names: ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable'],
    paths: ['/opt/google/chrome/chrome', '/snap/bin/chromium'],
  },
  darwin: {
    names: ['chromium'],
    paths: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      name => `/Applications/${name}.app/Contents/MacOS/${name}`,
    ),
  },
  win32: {
    names: ['chrome.exe'],
    paths: ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'],
  },
})

/**
 * The Chrome or Chromium to test with, or nothing.
 *
 * The environment comes first and is taken at its word; then what is installed, then what Playwright
 * has downloaded before in the revision that this Playwright wants.
 *
 * @param {Machine} machine
 * @param {string | undefined} playwrightRevision
 * @returns {Browser | undefined}
 */
export function findBrowser(machine, playwrightRevision) {
  const { env, platform } = machine
  const named = env.LATCHKEY_CHROME || env.CHROME_PATH
  if (named) return { path: named }

  const path = candidates(machine).find(
    candidate => machine.isProgram(candidate) && !isSnapStub(machine, candidate),
  )
  if (path) return { path }

  if (!playwrightRevision) return undefined
  const { join } = platform === 'win32' ? win32 : posix
  const directory = join(playwrightCache(machine), `chromium_headless_shell-${playwrightRevision}`)
  return machine.read(join(directory, 'INSTALLATION_COMPLETE')) === undefined
    ? undefined
    : { playwright: directory }
}

/** @param {Machine} machine */
function candidates({ env, platform, home }) {
  const { names, paths } = platform === 'darwin' || platform === 'win32' ? places[platform] : places.linux
  const { join, delimiter } = platform === 'win32' ? win32 : posix
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? ''
  const directories = path.split(delimiter).filter(Boolean)
  const roots =
    platform === 'win32'
      ? [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(root => root !== undefined)
      : platform === 'darwin'
        ? ['/', home]
        : ['/']
  return [
    ...names.flatMap(name => directories.map(directory => join(directory, name))),
    ...paths.flatMap(place => roots.map(root => join(root, place))),
  ]
}

/**
 * On Ubuntu `chromium-browser` is a shell script that asks for a snap to be installed.
 *
 * @param {Machine} machine
 * @param {string} path
 */
function isSnapStub({ isProgram, read }, path) {
  return (
    /chromium-browser$/.test(path) &&
    !isProgram('/snap/bin/chromium') &&
    /snap install chromium/.test(read(path) ?? '')
  )
}

/** @param {Machine} machine */
function playwrightCache({ env, platform, home }) {
  if (env.PLAYWRIGHT_BROWSERS_PATH) return env.PLAYWRIGHT_BROWSERS_PATH
  if (platform === 'win32')
    return win32.join(env.LOCALAPPDATA ?? win32.join(home, 'AppData', 'Local'), 'ms-playwright')
  if (platform === 'darwin') return posix.join(home, 'Library', 'Caches', 'ms-playwright')
  return posix.join(env.XDG_CACHE_HOME ?? posix.join(home, '.cache'), 'ms-playwright')
}

/** @returns {Machine} */
export const thisMachine = () => ({
  env: process.env,
  platform: process.platform,
  home: homedir(),
  isProgram,
  read,
})

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** @param {string} path */
function read(path) {
  try {
    return statSync(path).size < 100_000 ? readFileSync(path, 'utf8') : ''
  } catch {
    return undefined
  }
}
