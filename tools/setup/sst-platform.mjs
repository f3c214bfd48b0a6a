import { existsSync, readFileSync, rmSync } from 'node:fs'
import { requireRegistry } from './npm.mjs'
import { inRoot, readJson } from './paths.mjs'
import { runTool, ToolError, toSetupError } from './tool.mjs'

/**
 * `sst install` unpacks SST's components into `.sst/platform` and installs their packages there, from
 * the npm registry alone. Without the first variable it would also fetch Pulumi, which only a real
 * deployment needs; the stage is given because SST asks for one where it finds none.
 */
const env = {
  SST_SKIP_DEPENDENCY_CHECK: '1',
  NO_BUN: '1',
  SST_TELEMETRY_DISABLED: '1',
  SST_STAGE: 'dev',
  npm_config_update_notifier: 'false',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
}

const byHand = 'SST_SKIP_DEPENDENCY_CHECK=1 NO_BUN=1 npx sst install --stage dev'

const platform = inRoot('.sst', 'platform')
const providerLock = inRoot('.sst', 'provider-lock.json')

/**
 * Whether the platform is whole and of the SST that is installed.
 *
 * SST writes the version first, so that alone says nothing; then npm writes its list of what it
 * installed, and last come the types and the provider lock.
 */
export function hasPlatform() {
  return (
    platformVersion() === readJson(inRoot('node_modules', 'sst', 'package.json'))?.version &&
    existsSync(inRoot('.sst', 'platform', 'node_modules', '.package-lock.json')) &&
    existsSync(inRoot('.sst', 'platform', 'config.d.ts')) &&
    existsSync(providerLock)
  )
}

function platformVersion() {
  const path = inRoot('.sst', 'platform', 'version')
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined
}

/**
 * @param {import('./progress.mjs').Progress} progress
 * @param {string} node
 */
export async function ensurePlatform(progress, node) {
  if (hasPlatform()) return
  await progress.step('SST platform', 'sst install', async () => {
    try {
      await requireRegistry()
      // SST takes the remains of an interrupted install, or an older provider lock, for the real thing.
      rmSync(platform, { recursive: true, force: true })
      rmSync(providerLock, { force: true })
      await runTool(node, [inRoot('node_modules', 'sst', 'bin', 'sst.mjs'), 'install', '--print-logs'], env)
    } catch (error) {
      throw toSetupError('SST platform', byHand, unfolded(error))
    }
  })
}

/**
 * SST shows no cause but in its log, where it is one quoted string.
 *
 * @param {unknown} error
 */
function unfolded(error) {
  if (!(error instanceof ToolError)) return error
  const quoted = /msg="exited with error" err=("(?:[^"\\]|\\.)*")/.exec(error.output)?.[1]
  if (!quoted) return error
  return new ToolError(error.message, quoted.slice(1, -1).replaceAll('\\n', '\n').replaceAll('\\"', '"'))
}
