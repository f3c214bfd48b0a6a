import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { isWindows } from './paths.mjs'
import { runTool, SetupError, ToolError } from './tool.mjs'

const oldestNpm = 11

let isRegistryReached = false

/** @param {...string} args */
export function npm(...args) {
  const { command, leading } = npmCommand()
  return runTool(command, [...leading, ...args, '--loglevel=error', '--no-audit', '--no-fund'], {
    npm_config_update_notifier: 'false',
  })
}

/** @param {string} step */
export function refuseOldNpm(step) {
  const version = npmVersion()
  if (version && Number(version.split('.')[0]) >= oldestNpm) return
  throw new SetupError(
    step,
    version ? `npm ${oldestNpm} or newer is needed; this is npm ${version}.` : 'npm was not found.',
    { advice: [`Run \`npm install --global npm@${oldestNpm}\`, then the same command again.`] },
  )
}

/**
 * Without a network npm tries again and again, for a minute here and for several in `sst install`. Its
 * own ping, which knows the same registry and proxy, finds out in seconds.
 */
export async function requireRegistry() {
  if (isRegistryReached) return
  try {
    const patience = ['--fetch-retries=2', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=2000']
    await npm('ping', ...patience)
  } catch (error) {
    // A registry that refuses a ping is there, and that is all we ask.
    if (!(error instanceof ToolError) || error.isNetwork) throw error
  }
  isRegistryReached = true
}

function npmVersion() {
  const { command, leading } = npmCommand()
  try {
    return execFileSync(command, [...leading, '--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: isWindows && leading.length === 0,
    }).trim()
  } catch {
    return undefined
  }
}

/** The npm that runs us, with the Node that runs it, since a newer npm may refuse an older Node. */
function npmCommand() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env
  if (!script || basename(script) !== 'npm-cli.js' || !existsSync(script))
    return { command: 'npm', leading: [] }
  return { command: node && existsSync(node) ? node : process.execPath, leading: [script] }
}
