import { ensureBrowser } from './browser.mjs'
import { ensureDependencies, hasDependencies } from './dependencies.mjs'
import { launch } from './launch.mjs'
import { withLock } from './lock.mjs'
import { Progress } from './progress.mjs'
import { ensurePlatform, hasPlatform } from './sst-platform.mjs'
import { SetupError, stopTools } from './tool.mjs'

/**
 * Prepares what is missing and hands over to the program.
 *
 * A checkout that is ready is recognised from a handful of files, without a lock and without starting
 * a process, so that running a program costs no more than it has to.
 *
 * @param {string[]} argv
 */
export async function main(argv) {
  const wantsBrowser = argv[0] === '--browser'
  const [program, ...args] = wantsBrowser ? argv.slice(1) : argv
  if (!program) {
    console.error('Usage: node tools/run.mjs [--browser] <program.ts> [args…]')
    process.exit(2)
  }
  const progress = new Progress(process.stderr)
  const stopListening = stopSetupOnSignals(progress)
  try {
    const { node, chrome } = await prepare({ wantsBrowser, progress })
    stopListening()
    await launch({ node, program, args, chrome })
  } catch (error) {
    progress.close()
    console.error(asSetupError(error)?.render() ?? error)
    process.exit(1)
  }
}

/**
 * A full disk or a missing permission is no bug of ours, and needs no stack.
 *
 * @param {unknown} error
 */
function asSetupError(error) {
  if (error instanceof SetupError) return error
  if (error instanceof Error && 'syscall' in error && 'path' in error)
    return new SetupError('Set-up', error.message, {
      advice: ['Put that right and run the same command again.'],
    })
}

/** @param {{ wantsBrowser: boolean, progress: Progress }} options */
async function prepare({ wantsBrowser, progress }) {
  const browser = () => (wantsBrowser ? ensureBrowser(progress) : undefined)
  if (hasDependencies() && hasPlatform())
    return { node: await ensureDependencies(progress), ...(await browser()) }

  return await withLock(progress, async () => {
    const node = await ensureDependencies(progress)
    // Both of these wait mostly for the network. Neither is abandoned half-way because the other failed.
    const [platform, found] = await Promise.allSettled([ensurePlatform(progress, node), browser()])
    if (platform.status === 'rejected') throw platform.reason
    if (found.status === 'rejected') throw found.reason
    return { node, ...found.value }
  })
}

/**
 * The tools run in process groups of their own, out of reach of Ctrl-C, so that none of them can ask
 * a question on the terminal. Stopping them is therefore up to us.
 *
 * @param {Progress} progress
 */
function stopSetupOnSignals(progress) {
  const codes = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })
  const signals = /** @type {(keyof typeof codes)[]} */ (Object.keys(codes))
  /** @param {NodeJS.Signals} signal */
  const stop = signal => {
    progress.close()
    stopTools()
    process.exit(codes[/** @type {keyof typeof codes} */ (signal)])
  }
  for (const signal of signals) process.once(signal, stop)
  return () => {
    for (const signal of signals) process.off(signal, stop)
  }
}
