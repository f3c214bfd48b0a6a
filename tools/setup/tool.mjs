import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { binDirectory, isWindows, root } from './paths.mjs'

const keptLines = 20

/** Something the person at the keyboard can put right. Shown as it is, without a stack. */
export class SetupError extends Error {
  /**
   * @param {string} step what could not be done
   * @param {string} problem one sentence
   * @param {{ advice?: string[], output?: string[] }} [details]
   */
  constructor(step, problem, { advice = [], output = [] } = {}) {
    super(`${step}: ${problem}`)
    this.advice = advice
    this.output = output
  }

  render() {
    const blocks = [this.output, this.advice].filter(lines => lines.length > 0)
    return `\n✗ ${this.message}\n${blocks.map(lines => `\n${lines.map(line => `  ${line}`).join('\n')}\n`).join('')}`
  }
}

/** A tool that ended badly, with the end of what it said. */
export class ToolError extends Error {
  /**
   * @param {string} message
   * @param {string} output
   */
  constructor(message, output) {
    super(message)
    this.output = output
  }

  get isNetwork() {
    return networkTrouble.test(this.output)
  }

  /** Where the tool could not get to, if it says so. */
  get origin() {
    return /https?:\/\/[^/\s]+/.exec(this.output)?.[0]
  }
}

const networkTrouble =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|EIDLETIMEOUT|network timeout|Temporary failure resolving|Could not (resolve '|connect to)/

/** @type {Map<number, import('node:child_process').ChildProcess>} */
const running = new Map()

/** The process groups at work, for the lock to record. */
export const runningTools = () => [...running.keys()]

/**
 * Runs a tool to its end and keeps the last lines of its output.
 *
 * It gets no input, and on POSIX no terminal either, so that it can never wait for an answer.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<string>} what it said
 */
export function runTool(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...withProjectBin(process.env), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: !isWindows,
      // npm and friends are .cmd files there, which only a shell can start.
      shell: isWindows && !/\.exe$/i.test(command),
    })
    const { pid } = child
    if (pid) running.set(pid, child)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output = (output + text).slice(-20_000)
      })
    }
    child.on('error', error => reject(new ToolError(error.message, '')))
    child.on('close', (code, signal) => {
      if (pid) running.delete(pid)
      if (code === 0) resolve(output)
      else reject(new ToolError(signal ? `stopped by ${signal}` : `exit code ${code}`, output))
    })
  })
}

/** Ends every tool at work, with whatever it started. */
export function stopTools() {
  for (const [pid, child] of running) {
    try {
      if (isWindows) child.kill()
      else process.kill(-pid, 'SIGTERM')
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error
    }
  }
}

/**
 * The environment with the project's own programs, its Node among them, first on PATH.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withProjectBin(env) {
  // Windows spells it Path, and a second spelling would hide the first.
  const name = Object.keys(env).find(key => key.toUpperCase() === 'PATH') ?? 'PATH'
  const rest = (env[name] ?? '').split(delimiter).filter(directory => directory !== binDirectory)
  return { ...env, [name]: [binDirectory, ...rest].join(delimiter) }
}

/**
 * The end of a tool's output, without stack traces, npm's notices and the path of its log.
 *
 * @param {string} output
 * @param {number} [count]
 */
export function lastLines(output, count = keptLines) {
  return output
    .replace(/^npm error Clean install a project$.*/ms, '') // the manual page of npm ci
    .split(/\r?\n|\r/)
    .map(line => line.trimEnd())
    .filter(line => line !== '' && !npmNoise.some(noise => noise.test(line)))
    .slice(-count)
}

const npmNoise = [
  /^npm (warn|notice)/,
  /^npm error$/,
  /^(npm error)?\s+at /,
  /^npm error\s+(code|errno|syscall|address|port|type|requiredBy|hostname): /,
  /^npm error \}$/,
  /^npm error A complete log of this run/,
]

/**
 * The words for a tool's failure: a missing network has one remedy, anything else is shown and left
 * to be run by hand.
 *
 * @param {string} step
 * @param {string} byHand
 * @param {unknown} error
 */
export function toSetupError(step, byHand, error) {
  if (!(error instanceof ToolError)) return error
  const output = lastLines(error.output)
  if (error.isNetwork)
    return new SetupError(step, `${error.origin ?? 'the package registry'} could not be reached.`, {
      output,
      advice: ['A network is needed the first time only. Connect, then run the same command again.'],
    })
  return new SetupError(step, `\`${byHand}\` failed (${error.message}).`, {
    output,
    advice: [
      'When that is put right, run the same command again. To try this step by hand:',
      '',
      `  ${byHand}`,
    ],
  })
}
