/**
 * Lambda's Node.js runtime, as it runs inside a worker: loads one bundle, then
 * calls its handler for one event after the other.
 *
 * It is bundled like a function before it runs, so it imports nothing that a
 * function could not.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
import { inspect } from 'node:util'
import { parentPort, workerData } from 'node:worker_threads'
import type { Failure, InvokeMessage, WorkerData, WorkerMessage } from './messages.ts'

type Callback = (error: unknown, result?: unknown) => void
type Handler = (event: unknown, context: object, callback?: Callback) => unknown

const { bundleUrl, exportName, runtimeVersion, context } = workerData as WorkerData

function send(message: WorkerMessage) {
  parentPort?.postMessage(message)
}

/**
 * A worker's own streams wait for their reader after each chunk, which costs
 * more than most handlers do. A message leaves at once, and is on its way even
 * where the function never comes to an end.
 */
function writeByMessage(stream: NodeJS.WriteStream) {
  const decoder = new TextDecoder()
  stream.write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error) => void),
    done?: (error?: Error) => void,
  ) => {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    send({ type: 'output', text })
    const callback = typeof encoding === 'function' ? encoding : done
    if (callback) process.nextTick(callback)
    return true
  }
}

function failureOf(error: unknown): Failure {
  const isError = error instanceof Error
  return {
    errorType: isError ? error.name : typeof error,
    errorMessage: isError ? error.message : String(error),
    report: inspect(error),
  }
}

class RuntimeError extends Error {
  constructor(type: string, message: string) {
    super(message)
    this.name = `Runtime.${type}`
  }
}

async function loadHandler(): Promise<Handler> {
  const loaded: Record<string, unknown> = await import(bundleUrl)
  // A CommonJS module has what it exports under `default`, and only what Node could detect beside it.
  const handler = loaded[exportName] ?? (loaded.default as Record<string, unknown> | undefined)?.[exportName]

  if (handler === undefined) {
    const found = Object.keys(loaded).join(', ') || 'nothing'
    throw new RuntimeError('HandlerNotFound', `"${exportName}" is not exported; the bundle exports ${found}.`)
  }
  if (typeof handler !== 'function') {
    throw new RuntimeError('HandlerNotFound', `"${exportName}" is not a function.`)
  }
  if (runtimeVersion >= 24 && handler.length > 2) {
    throw new RuntimeError(
      'CallbackHandlerDeprecated',
      `Lambda takes no callbacks from Node.js 24 on, and refuses a handler with a third parameter: "${exportName}" has to return a promise.`,
    )
  }
  return handler as Handler
}

/**
 * Until Node.js 24 a handler could call back, and what it returned was lost
 * unless it was a promise. Lambda then also waited for the event loop to run
 * empty before it answered; here the answer goes out at once.
 */
function callWithCallback(handler: Handler, event: unknown, invocation: object): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const returned = handler(event, invocation, (error, result) => (error ? reject(error) : resolve(result)))
  const isPromise = typeof (returned as PromiseLike<unknown> | undefined)?.then === 'function'
  if (isPromise) resolve(returned)
  else if (handler.length < 3) resolve(null)
  return promise
}

async function run(handler: Handler, { event, requestId, deadlineMs }: InvokeMessage): Promise<string> {
  const invocation = {
    ...context,
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(deadlineMs - Date.now(), 0),
  }
  const result =
    runtimeVersion >= 24
      ? await handler(JSON.parse(event), invocation)
      : await callWithCallback(handler, JSON.parse(event), invocation)
  try {
    return JSON.stringify(result) ?? 'null'
  } catch (cause) {
    throw Object.assign(new RuntimeError('MarshalError', 'Unable to stringify response body'), { cause })
  }
}

/** The host learns the reason first; then the worker goes, as Lambda's process does. */
function die(failure: Failure) {
  send({ type: 'fatal', failure })
  process.exit(1)
}

writeByMessage(process.stdout)
writeByMessage(process.stderr)
process.setSourceMapsEnabled(true)
process.on('uncaughtException', error => die(failureOf(error)))
process.on('unhandledRejection', reason =>
  die({ ...failureOf(reason), errorType: 'Runtime.UnhandledPromiseRejection' }),
)
Object.assign(globalThis, {
  awslambda: {
    streamifyResponse() {
      throw new Error('Response streaming does not run offline.')
    },
  },
})

try {
  const handler = await loadHandler()
  parentPort?.on('message', (message: InvokeMessage) => {
    run(handler, message).then(
      payload => send({ type: 'result', payload }),
      error => send({ type: 'failure', failure: failureOf(error) }),
    )
  })
  send({ type: 'ready' })
} catch (error) {
  die(failureOf(error))
}
