/** Programs that are started to be measured. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Running = {
  /** From the start of the process to its first answer. */
  bootMs: number
  residentMegabytes: () => number
  stop: () => Promise<void>
}

type Program = {
  name: string
  args: readonly string[]
  directory: string
  env: Record<string, string>
  /** Where Node keeps what it has compiled; nowhere where it is not said. */
  compileCache: string | undefined
  isUp: () => Promise<boolean>
}

export function newPlace() {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'))
  return {
    directory,
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, maxRetries: 3 }),
  }
}

const pollMs = 1
const startTimeoutMs = 60_000

/** Gives it back once it is up. It does not outlive this process. */
export async function startProgram({
  name,
  args,
  directory,
  env,
  compileCache,
  isUp,
}: Program): Promise<Running> {
  const { NODE_COMPILE_CACHE: _, ...inherited } = process.env
  using log = newPlace()
  const logFile = join(log.directory, 'errors.log')
  const errors = openSync(logFile, 'w')
  const startedMs = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: directory,
    stdio: ['ignore', 'ignore', errors],
    env: { ...inherited, ...(compileCache && { NODE_COMPILE_CACHE: compileCache }), ...env },
  })
  closeSync(errors)
  const abandon = () => child.kill('SIGKILL')
  process.once('exit', abandon)
  const exited = once(child, 'exit').finally(() => process.off('exit', abandon))

  while (!(await isUp())) {
    if (child.exitCode !== null || performance.now() - startedMs > startTimeoutMs) {
      throw new Error(`${name} does not start.\n${readFileSync(logFile, 'utf8')}`)
    }
    await new Promise(resolve => setTimeout(resolve, pollMs))
  }
  return {
    bootMs: performance.now() - startedMs,
    residentMegabytes: () =>
      (Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) * 1024) /
      1e6,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
