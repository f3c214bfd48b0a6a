/**
 * The execution environments of one function.
 *
 * As in Lambda, an environment serves one invocation at a time, waits for the
 * next one when it is done, and gets company when all are busy. Lambda goes to
 * a thousand; a laptop stops at ten, and lets further invocations wait. One
 * that nobody has needed for a while is ended, but for the last.
 *
 * To start one costs more than most invocations take, and threads that
 * outnumber the machine's cores only take turns. So another one is started
 * where those waiting get no further, not where they are many; and of all
 * functions one at a time. Otherwise a machine that is busy for a moment would
 * be given dozens of starts to do besides.
 */
import type { ExecutionEnvironment } from './execution-environment.ts'
import type { Invocation } from './invocation.ts'

const maxEnvironments = 10
/** How long all may stay busy with what they have before another is started. */
const patienceMs = 200
/** How long one waits for its next invocation. */
const idleLimitMs = 60_000
const requestLimitBytes = 6_291_456

type Start = () => ExecutionEnvironment

/** Runs what it is given one after the other. */
export type Queue = (work: () => Promise<void>) => Promise<void>

export function createQueue(): Queue {
  let last: Promise<void> = Promise.resolve()
  return work => {
    last = last.then(work, work)
    return last
  }
}

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

/** Functions of one host have their starts in common. */
export function createFunctionPool(start: Start, starts: Queue): FunctionPool {
  let startNext = start
  let isStopped = false
  /** Those that run the newest code, busy or idle; only they count. */
  let current = new Set<ExecutionEnvironment>()
  /** Each with what will end it. */
  const idle: { environment: ExecutionEnvironment; end: NodeJS.Timeout }[] = []
  /** Every worker that still lives, whatever code it runs. */
  const alive = new Set<ExecutionEnvironment>()
  const waiting: ((environment: ExecutionEnvironment | undefined) => void)[] = []
  /** When one of those waiting was served, or began to wait where there was nobody. */
  let movedAtMs = 0
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

  async function grow() {
    if (isGrowing) return
    isGrowing = true
    while (waiting.length > 0 && current.size < maxEnvironments && !isStopped) {
      // What is only starting may be all that was missing.
      await Promise.all([...current].map(environment => environment.ready))
      await new Promise(resolve => setTimeout(resolve, patienceMs))
      await starts(startIfStuck)
    }
    isGrowing = false
  }

  async function startIfStuck() {
    const isStuck = waiting.length > 0 && performance.now() - movedAtMs >= patienceMs
    if (!isStuck || current.size >= maxEnvironments || isStopped) return
    const environment = add()
    serveNext(environment)
    await environment.ready
  }

  function serveNext(environment: ExecutionEnvironment) {
    movedAtMs = performance.now()
    waiting.shift()?.(environment)
  }

  function serveWaiting() {
    while (waiting.length > 0 && !isStopped) {
      const environment = available()
      if (!environment) return
      serveNext(environment)
    }
  }

  function inTurn() {
    const { promise, resolve } = Promise.withResolvers<ExecutionEnvironment | undefined>()
    if (waiting.length === 0) movedAtMs = performance.now()
    waiting.push(resolve)
    void grow()
    return promise
  }

  function release(environment: ExecutionEnvironment) {
    if (current.has(environment) && !isStopped) rest(environment)
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
      for (const serve of waiting.splice(0)) serve(undefined)
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
