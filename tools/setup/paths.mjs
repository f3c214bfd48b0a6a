import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** @param {...string} names */
export const inRoot = (...names) => join(root, ...names)

export const isWindows = process.platform === 'win32'

/** The binary itself, not the link or shell shim in `.bin`: it starts in the same way everywhere. */
export const projectNode = inRoot('node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node')

export const binDirectory = inRoot('node_modules', '.bin')

/**
 * The parsed file, or nothing when it is missing or cut short by an interrupted write.
 *
 * @param {string} path
 */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
