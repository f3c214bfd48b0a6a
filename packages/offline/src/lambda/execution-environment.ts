/**
 * One execution environment of a function: a worker that has loaded the bundle
 * and runs one invocation at a time.
 *
 * It ends with the first thing that would end Lambda's process: a timeout, a
 * crash, an unhandled rejection, an exit. A handler that throws does not end it.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import inspector from 'node:inspector'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { LambdaFunction } from '../config/model.ts'
import type { Bundle } from './bundler.ts'
import type { FunctionIdentity } from './environment-variables.ts'
import type { Invocation } from './invocation.ts'
import type { InvokeMessage, WorkerData, WorkerMessage } from './messages.ts'

export type EnvironmentOptions = {
  fn: LambdaFunction
  bundle: Bundle
  /** The bundled `runtime.ts`. */
  runtimeFile: string
  identity: FunctionIdentity
  variables: Record<string, string>
  onLog: (line: string) => void
}

export type ExecutionEnvironment = {
  /** Never rejects. The next one may be started when this one has been answered. */
  invoke(event: string): Promise<Invocation>
  /** Settles when it has loaded its code, well or badly. */
  ready: Promise<void>
  /** `false` from the moment that something ended it; the worker itself is gone a little later. */
  isUsable(): boolean
  /** Settles when the worker is gone, for whatever reason. */
  ended: Promise<void>
  terminate(): Promise<void>
}

type Failed = Extract<Invocation, { ok: false }>

const initLimitMs = 10_000
const responseLimitBytes = 6_291_556

export function startEnvironment(options: EnvironmentOptions): ExecutionEnvironment {
  const { fn, identity, onLog } = options
  const logStreamName = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomBytes(16).toString('hex')}`
  const workerData: WorkerData = {
    bundleUrl: pathToFileURL(options.bundle.file).href,
    exportName: options.bundle.exportName,
    runtimeVersion: Number(/\d+/.exec(fn.runtime)?.[0]),
    context: {
      ...identity,
      functionVersion: '$LATEST',
      memoryLimitInMB: String(fn.memoryMb),
      logStreamName,
    },
  }
  const worker = new Worker(options.runtimeFile, {
    name: fn.id,
    workerData,
    env: {
      ...options.variables,
      AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
      LAMBDA_TASK_ROOT: path.dirname(options.bundle.file),
    },
    // Node's own flags, such as those of a test runner, are not the function's.
    execArgv: [],
    argv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: fn.memoryMb },
  })
  const output = lineReader(onLog)
  // What Node.js itself has to say about the thread.
  worker.stdout.setEncoding('utf8').on('data', output.read)
  worker.stderr.setEncoding('utf8').on('data', output.read)

  /** Settles the invocation that is under way, or the start. */
  let settle: ((outcome: Invocation | 'ready') => void) | undefined
  /** Why the worker ends. The first reason counts; its end is only the last of what follows from it. */
  let failure: Failed | undefined

  function fail(reason: Failed) {
    failure ??= reason
    settle?.(failure)
    void worker.terminate()
  }

  worker.on('message', (message: WorkerMessage) => {
    if (message.type === 'ready') return settle?.('ready')
    if (message.type === 'output') return output.read(message.text)
    if (message.type === 'result') return settle?.(resultOf(message.payload))

    const { report, ...error } = message.failure
    for (const line of report.split('\n')) onLog(line)
    if (message.type === 'fatal') fail({ ok: false, ...error })
    else settle?.({ ok: false, ...error })
  })
  worker.on('error', (error: NodeJS.ErrnoException) => {
    const message = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'signal: killed' : error.message
    fail(exitError(message, onLog))
  })
  const ended = new Promise<void>(resolve => {
    worker.on('exit', code => {
      output.end()
      if (!failure) fail(exitError(`exit status ${code}`, onLog))
      resolve()
    })
  })

  /** Waits for what the worker answers, but no longer than the limit. */
  async function outcome(limitMs: number, timeout: Failed): Promise<Invocation | 'ready'> {
    if (failure) return failure
    const { promise, resolve } = Promise.withResolvers<Invocation | 'ready'>()
    settle = resolve
    const timer = setTimeout(() => {
      // Somebody may be standing at a breakpoint inside the function: it may then take as long as it likes.
      if (inspector.url() !== undefined) return
      onLog(timeout.errorMessage)
      fail(timeout)
    }, limitMs)
    const settled = await promise
    clearTimeout(timer)
    settle = undefined
    return settled
  }

  const started = outcome(initLimitMs, timedOut(`Init timed out after ${seconds(initLimitMs)} seconds`))

  return {
    async invoke(event) {
      const start = await started
      if (start !== 'ready') return start

      const requestId = randomUUID()
      const limitMs = fn.timeoutSeconds * 1000
      const message: InvokeMessage = { event, requestId, deadlineMs: Date.now() + limitMs }
      worker.postMessage(message)
      const answer = await outcome(
        limitMs,
        timedOut(`RequestId: ${requestId} Error: Task timed out after ${seconds(limitMs)} seconds`),
      )
      if (answer === 'ready') throw new Error(`${fn.id} became ready twice.`)
      return answer
    },
    ready: started.then(() => {}),
    isUsable: () => failure === undefined,
    ended,
    async terminate() {
      fail({ ok: false, errorType: 'Runtime.ExitError', errorMessage: 'The environment was shut down.' })
      await ended
    },
  }
}

function resultOf(payload: string): Invocation {
  if (Buffer.byteLength(payload) <= responseLimitBytes) return { ok: true, payload: JSON.parse(payload) }
  return {
    ok: false,
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${responseLimitBytes} bytes).`,
  }
}

function exitError(reason: string, onLog: (line: string) => void): Failed {
  const errorMessage = `Runtime exited with error: ${reason}`
  onLog(errorMessage)
  return { ok: false, errorType: 'Runtime.ExitError', errorMessage }
}

function timedOut(errorMessage: string): Failed {
  return { ok: false, errorType: 'Sandbox.Timedout', errorMessage, timedOut: true }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2)
}

/** Whole lines only, except for what stands behind the last line break at the end. */
function lineReader(onLine: (line: string) => void) {
  let rest = ''
  return {
    read(text: string) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(onLine)
    },
    end() {
      if (rest !== '') onLine(rest)
      rest = ''
    },
  }
}
