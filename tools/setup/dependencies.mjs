import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { npm, refuseOldNpm, requireRegistry } from './npm.mjs'
import { inRoot, projectNode, readJson } from './paths.mjs'
import { lastLines, SetupError, toSetupError } from './tool.mjs'

const step = 'Dependencies'

/**
 * What npm writes last of all into node_modules: absent after an interrupted install, and right after
 * one by hand, so that it serves as the stamp of both. `npm install --package-lock-only` rewrites it
 * without installing anything, though, so the packages themselves are looked at as well.
 */
const installedPath = inRoot('node_modules', '.package-lock.json')

/** Whether node_modules holds what package-lock.json says, and that fits the package.json's. */
export function hasDependencies() {
  return agreesWithLockfile() && existsSync(projectNode)
}

/**
 * Installs what is missing and answers the Node that programs of this project run with.
 *
 * @param {import('./progress.mjs').Progress} progress
 */
export async function ensureDependencies(progress) {
  if (!agreesWithLockfile()) await progress.step(step, 'npm ci', install)
  else if (existsSync(projectNode)) return projectNode
  return await ensureNode(progress)
}

function agreesWithLockfile() {
  const installed = readJson(installedPath)?.packages
  const wanted = readJson(inRoot('package-lock.json'))?.packages
  if (!installed || !wanted) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || (path.startsWith('packages/') && !path.includes('node_modules')))
      return declaresTheSame(path, entry)
    const present = installed[path]
    if (!present) return entry.optional === true || entry.devOptional === true
    if (present.version !== entry.version || present.integrity !== entry.integrity) return false
    return entry.link || readJson(inRoot(path, 'package.json'))?.version === entry.version
  })
}

/**
 * npm ci refuses a lockfile that a package.json has left behind. Noticing it here lets it say so.
 *
 * @param {string} directory
 * @param {Record<string, Record<string, string> | undefined>} entry
 */
function declaresTheSame(directory, entry) {
  const manifest = readJson(inRoot(directory, 'package.json'))
  return ['dependencies', 'devDependencies'].every(kind => {
    const declared = Object.entries(manifest?.[kind] ?? {})
    const locked = entry[kind] ?? {}
    return (
      declared.length === Object.keys(locked).length &&
      declared.every(([name, range]) => locked[name] === range)
    )
  })
}

async function install() {
  refuseOldNpm(step)
  try {
    await requireRegistry()
    rmSync(installedPath, { force: true })
    // NODE_ENV=production or omit=dev must not leave out the tools that everything here runs with.
    await npm('ci', '--include=dev', '--include=optional')
  } catch (error) {
    throw toSetupError(step, 'npm ci', error)
  }
}

/**
 * The `node` package fetches its binary in an install script, which a person may have switched off
 * for good reasons. This one script is the project's own choice, named in `allowScripts`.
 *
 * @param {import('./progress.mjs').Progress} progress
 */
async function ensureNode(progress) {
  if (runsAsWanted(projectNode)) return projectNode
  const byHand = 'npm rebuild node --ignore-scripts=false'
  let output = ''
  try {
    refuseOldNpm(step)
    output = await progress.step(`Node ${wantedMajor()}`, byHand, () =>
      npm('rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts'),
    )
  } catch (error) {
    if (!runsAsWanted(process.execPath)) throw toSetupError(`Node ${wantedMajor()}`, byHand, error)
  }
  if (runsAsWanted(projectNode)) return projectNode
  if (runsAsWanted(process.execPath)) return process.execPath
  throw new SetupError(`Node ${wantedMajor()}`, "the project's own Node does not run on this machine.", {
    output: lastLines(output),
    advice: [
      `Expected at ${projectNode}, from the npm package \`node\`. Where its builds do not run (Alpine, for`,
      `one), install Node ${wantedMajor()} yourself and run the same command again with it; else try:`,
      '',
      `  ${byHand}`,
    ],
  })
}

const wantedMajor = () => readJson(inRoot('package.json')).devDependencies.node.split('.')[0]

/** @param {string} node */
function runsAsWanted(node) {
  try {
    const version = execFileSync(node, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return version.startsWith(`v${wantedMajor()}.`)
  } catch {
    return false
  }
}
