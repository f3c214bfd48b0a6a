import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ExecutionEnvironment } from './execution-environment.ts'
import { createFunctionPool, createQueue } from './function-pool.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const minuteMs = 60_000

/** A pool whose environments are ready, and answer, when they are told to. */
function startPool({ starts = createQueue(), ready = (_: number) => Promise.resolve() } = {}) {
  let started = 0
  const alive = new Set<number>()
  const unanswered: (() => void)[] = []

  function start(): ExecutionEnvironment {
    const number = ++started
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    alive.add(number)
    return {
      invoke: () => new Promise(resolve => unanswered.push(() => resolve({ ok: true, payload: number }))),
      ready: ready(number),
      isUsable: () => alive.has(number),
      ended,
      async terminate() {
        alive.delete(number)
        end()
      },
    }
  }
  const pool = createFunctionPool(start, starts)

  return {
    pool,
    alive,
    started: () => started,
    /** The one that was asked first. */
    answer: () => unanswered.shift()?.(),
    /** So many invocations that stay under way until each has an environment of its own. */
    async invoke(count: number) {
      const invocations = Array.from({ length: count }, () => pool.invoke({}))
      await vi.advanceTimersByTimeAsync(2000)
      for (const answer of unanswered.splice(0)) answer()
      return Promise.all(invocations)
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

test('another is started where those who wait get no further, and not where they only are many', async () => {
  const { answer, pool, started } = startPool()
  const invocations = Array.from({ length: 30 }, () => pool.invoke({}))
  for (let answered = 0; answered < 20; answered++) {
    await vi.advanceTimersByTimeAsync(150)
    answer()
  }
  expect(started()).toBe(1)

  await vi.advanceTimersByTimeAsync(200)
  expect(started()).toBe(2)
  await vi.advanceTimersByTimeAsync(200)
  expect(started()).toBe(3)

  for (let answered = 20; answered < 30; answered++) {
    answer()
    await vi.advanceTimersByTimeAsync(1)
  }
  expect(await Promise.all(invocations)).toHaveLength(30)
})

test('of all functions one environment starts at a time, besides the first of each', async () => {
  const starts = createQueue()
  const { promise: loaded, resolve: load } = Promise.withResolvers<void>()
  const slow = startPool({ starts, ready: number => (number === 1 ? Promise.resolve() : loaded) })
  const other = startPool({ starts })
  const invocations = [slow, slow, other, other].map(({ pool }) => pool.invoke({}))
  await vi.advanceTimersByTimeAsync(1000)
  expect([slow.started(), other.started()]).toEqual([2, 1])

  load()
  await vi.advanceTimersByTimeAsync(1000)
  expect([slow.started(), other.started()]).toEqual([2, 2])
  for (const { answer } of [slow, slow, other, other]) answer()
  expect(await Promise.all(invocations)).toHaveLength(4)
})
