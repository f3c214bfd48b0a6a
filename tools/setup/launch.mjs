import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'
import { inRoot, isWindows, root } from './paths.mjs'
import { SetupError, withProjectBin } from './tool.mjs'

const parentAtStart = process.ppid
const parentPollMs = 250

/** Longer than a program takes to end, or to begin to. */
const graceMs = 2_000

/**
 * Runs the program in our place: its input, output and exit code are ours.
 *
 * The IPC channel carries nothing. It closes when this process dies, however that happens, so a
 * program that listens for `disconnect` never outlives its parent.
 *
 * @param {{ node: string, program: string, args: string[], chrome?: string | undefined }} options
 * @returns {Promise<never>}
 */
export function launch({ node, program, args, chrome }) {
  const { LATCHKEY_CHROME: _, ...inherited } = withProjectBin(process.env)
  // Stripping types and compiling is most of a program's start, and comes to the same each time.
  const env = { NODE_COMPILE_CACHE: inRoot('node_modules', '.cache', 'node'), ...inherited }
  const child = spawn(node, [program, ...args], {
    cwd: root,
    env: chrome ? { ...env, LATCHKEY_CHROME: chrome } : env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  forwardSignals(child)
  endWithNpm(child)
  return new Promise((_, reject) => {
    child.on('error', error =>
      reject(
        new SetupError('Node', error.message, {
          advice: ['Remove node_modules and run the same command again.'],
        }),
      ),
    )
    child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGKILL']))
  })
}

/**
 * Ctrl-C reaches the program without us, because a terminal signals everyone in it, and a program
 * takes a second one for impatience. So where there is a terminal, an interrupt that was meant for
 * this process alone is passed on late.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function forwardSignals(child) {
  let isInterrupted = false
  process.on('SIGINT', () => {
    if (!hasTerminal()) return child.kill('SIGINT')
    if (!isInterrupted) setTimeout(() => child.kill('SIGINT'), graceMs)
    isInterrupted = true
  })
  process.on('SIGTERM', () => child.kill('SIGTERM'))
}

/**
 * npm passes a SIGTERM on to the shell it runs a script in, and some shells (Debian's) die of it
 * without telling anyone. The program would then go on alone, its port taken.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function endWithNpm(child) {
  if (isWindows || !process.env.npm_lifecycle_event) return
  const watch = setInterval(() => {
    if (process.ppid === parentAtStart) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, parentPollMs)
}

function hasTerminal() {
  if (isWindows) return true
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return false
  }
}
