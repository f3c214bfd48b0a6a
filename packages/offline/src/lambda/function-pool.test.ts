import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ExecutionEnvironment } from './execution-environment.ts'
import { createFunctionPool } from './function-pool.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const minuteMs = 60_000

/** A pool whose environments answer when they have been asked as many times as they are told. */
function startPool() {
  let started = 0
  const alive = new Set<number>()
  let expected = 0
  let answers: (() => void)[] = []

  function asked(answer: () => void) {
    answers.push(answer)
    if (answers.length < expected) return
    for (const each of answers) each()
    answers = []
  }

  function start(): ExecutionEnvironment {
    const number = ++started
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    alive.add(number)
    return {
      invoke: () => new Promise(resolve => asked(() => resolve({ ok: true, payload: number }))),
      ready: Promise.resolve(),
      isUsable: () => alive.has(number),
      ended,
      async terminate() {
        alive.delete(number)
        end()
      },
    }
  }
  const pool = createFunctionPool(start)

  return {
    alive,
    pool,
    /** Answers of so many invocations that are under way at the same time, each in an environment of its own. */
    invoke(count: number) {
      expected = count
      return Promise.all(Array.from({ length: count }, () => pool.invoke({})))
    },
  }
}

test('environments that have nothing to do for a minute are ended, and one of them is kept', async () => {
  const { alive, invoke } = startPool()
  await invoke(3)
  expect(alive.size).toBe(3)

  await vi.advanceTimersByTimeAsync(minuteMs - 1)
  expect(alive.size).toBe(3)
  await vi.advanceTimersByTimeAsync(1)
  expect(alive.size).toBe(1)

  await vi.advanceTimersByTimeAsync(10 * minuteMs)
  const [kept] = alive
  expect(await invoke(1)).toEqual([{ ok: true, payload: kept }])
})

test('those that are still needed stay, and the others are not missed', async () => {
  const { alive, invoke } = startPool()
  await invoke(4)
  for (let call = 0; call < 4; call++) {
    await vi.advanceTimersByTimeAsync(minuteMs / 3)
    await invoke(2)
  }
  expect(alive.size).toBe(2)

  expect((await invoke(4)).map(({ ok }) => ok)).toEqual([true, true, true, true])
})

test('those that run old code, or are stopped, are not waited for', async () => {
  const { alive, invoke, pool } = startPool()
  await invoke(3)
  pool.replace(() => expect.fail('Nobody has called it.'))
  expect([alive.size, vi.getTimerCount()]).toEqual([0, 0])

  const other = startPool()
  await other.invoke(3)
  await other.pool.stop()
  expect([other.alive.size, vi.getTimerCount()]).toEqual([0, 0])
})
