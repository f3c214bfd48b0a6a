/**
 * The execution environments of one function.
 *
 * As in Lambda, an environment serves one invocation at a time, waits for the
 * next one when it is done, and gets company when all are busy. Lambda goes to
 * a thousand; a laptop stops at ten, and lets further invocations wait.
 *
 * It also waits a moment before it starts another one. To start one costs more
 * than most invocations take, and threads that outnumber the machine's cores
 * only take turns.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { ExecutionEnvironment } from './execution-environment.ts'
import type { Invocation } from './invocation.ts'

const maxEnvironments = 10
/** How long an invocation waits for one that is busy before another is started for it. */
const patienceMs = 50
/** How long one waits for its next invocation. */
const idleLimitMs = 60_000
const requestLimitBytes = 6_291_456

type Start = () => ExecutionEnvironment

type Waiting = { serve: (environment: ExecutionEnvironment | undefined) => void; sinceMs: number }

export type FunctionPool = {
  invoke(event: unknown): Promise<Invocation>
  /** New invocations run on new code. Those under way finish on the old. */
  replace(start: Start): void
  stop(): Promise<void>
}

const stopped: Invocation = {
  ok: false,
  errorType: 'Runtime.ExitError',
  errorMessage: 'The function host was stopped.',
}

export function createFunctionPool(start: Start): FunctionPool {
  let startNext = start
  let isStopped = false
  /** Those that run the newest code, busy or idle; only they count. */
  let current = new Set<ExecutionEnvironment>()
  /** Each with what will end it. */
  const idle: { environment: ExecutionEnvironment; end: NodeJS.Timeout }[] = []
  /** Every worker that still lives, whatever code it runs. */
  const alive = new Set<ExecutionEnvironment>()
  const waiting: Waiting[] = []

  let isGrowing = false

  function add(): ExecutionEnvironment {
    const environment = startNext()
    current.add(environment)
    alive.add(environment)
    void environment.ended.then(() => {
      alive.delete(environment)
      current.delete(environment)
      serveWaiting()
    })
    return environment
  }

  /** The one used last comes first, so that the others grow cold together. */
  function available(): ExecutionEnvironment | undefined {
    const last = idle.pop()
    clearTimeout(last?.end)
    // It may have ended since: during its last invocation, or from something that it had left running.
    if (last) return last.environment.isUsable() ? last.environment : available()
    return current.size === 0 ? add() : undefined
  }

  /** One at a time: what has just started may be all that was missing. */
  async function grow() {
    if (isGrowing) return
    isGrowing = true
    while (waiting.length > 0 && current.size < maxEnvironments && !isStopped) {
      await Promise.all([...current].map(environment => environment.ready))
      await wait(patienceMs)
      const [first] = waiting
      const isOverdue = first !== undefined && performance.now() - first.sinceMs >= patienceMs
      if (isOverdue && current.size < maxEnvironments && !isStopped) waiting.shift()?.serve(add())
    }
    isGrowing = false
  }

  function serveWaiting() {
    while (waiting.length > 0 && !isStopped) {
      const environment = available()
      if (!environment) return
      waiting.shift()?.serve(environment)
    }
  }

  function inTurn() {
    const { promise, resolve } = Promise.withResolvers<ExecutionEnvironment | undefined>()
    waiting.push({ serve: resolve, sinceMs: performance.now() })
    void grow()
    return promise
  }

  function release(environment: ExecutionEnvironment) {
    if (current.has(environment)) rest(environment)
    else void environment.terminate()
    serveWaiting()
  }

  function rest(environment: ExecutionEnvironment) {
    const end = setTimeout(() => {
      if (current.size === 1) return
      current.delete(environment)
      idle.splice(
        idle.findIndex(resting => resting.environment === environment),
        1,
      )
      void environment.terminate()
    }, idleLimitMs)
    idle.push({ environment, end: end.unref() })
  }

  return {
    async invoke(event) {
      const json = JSON.stringify(event) ?? 'null'
      const bytes = Buffer.byteLength(json)
      if (bytes > requestLimitBytes) return requestTooLarge(bytes)
      if (isStopped) return stopped

      const environment = available() ?? (await inTurn())
      if (!environment) return stopped
      const invocation = await environment.invoke(json)
      release(environment)
      return invocation
    },
    replace(newStart) {
      startNext = newStart
      current = new Set()
      for (const { environment, end } of idle.splice(0)) {
        clearTimeout(end)
        void environment.terminate()
      }
      serveWaiting()
    },
    async stop() {
      isStopped = true
      for (const { serve } of waiting.splice(0)) serve(undefined)
      for (const { end } of idle.splice(0)) clearTimeout(end)
      await Promise.all([...alive].map(environment => environment.terminate()))
    },
  }
}

function requestTooLarge(bytes: number): Invocation {
  return {
    ok: false,
    errorType: 'RequestTooLargeException',
    errorMessage: `${bytes} byte payload is too large for the RequestResponse invocation type (limit ${requestLimitBytes} bytes)`,
  }
}
