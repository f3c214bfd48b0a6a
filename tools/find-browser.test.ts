import { expect, test } from 'vitest'
import { findBrowser } from './setup/find-browser.mjs'

type Machine = Parameters<typeof findBrowser>[0]

const revision = '1234'

function machine({ files = {}, ...rest }: Partial<Machine> & { files?: Record<string, string> }): Machine {
  return {
    platform: 'linux',
    home: '/home/ada',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    isProgram: path => path in files,
    read: path => files[path],
    ...rest,
  }
}

test('takes the environment at its word, LATCHKEY_CHROME first', () => {
  const files = { '/usr/bin/chromium': '' }
  expect(
    findBrowser(machine({ files, env: { LATCHKEY_CHROME: '/a', CHROME_PATH: '/b' } }), revision),
  ).toEqual({
    path: '/a',
  })
  expect(findBrowser(machine({ files, env: { CHROME_PATH: '/b' } }), revision)).toEqual({ path: '/b' })
})

test('an empty variable names nothing', () => {
  expect(findBrowser(machine({ env: { LATCHKEY_CHROME: '', PATH: '' } }), revision)).toBeUndefined()
})

test('prefers Chrome to Chromium, wherever on PATH they are', () => {
  const files = { '/usr/local/bin/chromium': '', '/usr/bin/google-chrome': '' }
  expect(findBrowser(machine({ files }), revision)).toEqual({ path: '/usr/bin/google-chrome' })
})

test('finds Chrome in the applications of macOS, of everyone or of one person', () => {
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  const platform = 'darwin'
  expect(findBrowser(machine({ platform, files: { [chrome]: '' } }), revision)).toEqual({ path: chrome })
  expect(findBrowser(machine({ platform, files: { [`/home/ada${chrome}`]: '' } }), revision)).toEqual({
    path: `/home/ada${chrome}`,
  })
})

test('finds Edge on a Windows machine without Chrome', () => {
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'
  const env = { Path: 'C:\\Windows', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }
  expect(findBrowser(machine({ platform: 'win32', env, files: { [edge]: '' } }), revision)).toEqual({
    path: edge,
  })
})

test('passes over the Ubuntu script that asks for a snap, unless the snap is there', () => {
  const stub = { '/usr/bin/chromium-browser': 'echo "snap install chromium"\nexec /snap/bin/chromium' }
  expect(findBrowser(machine({ files: stub }), revision)).toBeUndefined()
  expect(findBrowser(machine({ files: { ...stub, '/snap/bin/chromium': '' } }), revision)).toEqual({
    path: '/usr/bin/chromium-browser',
  })
})

test('finds what Playwright has downloaded whole, in its own revision', () => {
  const directory = '/home/ada/.cache/ms-playwright/chromium_headless_shell-1234'
  const files = { [`${directory}/INSTALLATION_COMPLETE`]: '' }
  expect(findBrowser(machine({ files }), revision)).toEqual({ playwright: directory })
  expect(findBrowser(machine({ files }), '1235')).toBeUndefined()
})

test('looks for Playwright’s browsers where PLAYWRIGHT_BROWSERS_PATH says', () => {
  const files = { '/cache/chromium_headless_shell-1234/INSTALLATION_COMPLETE': '' }
  expect(findBrowser(machine({ files, env: { PLAYWRIGHT_BROWSERS_PATH: '/cache' } }), revision)).toEqual({
    playwright: '/cache/chromium_headless_shell-1234',
  })
})
