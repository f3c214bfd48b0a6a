import { afterEach, expect, test, vi } from 'vitest'
import { beatMs, onTheBeat } from './on-the-beat.ts'

afterEach(() => vi.restoreAllMocks())

/** Milliseconds until something came of the work, and what. Timers are some early. */
async function outcomeOf(work: () => Promise<unknown>) {
  const startedAtMs = Date.now()
  const [outcome] = await Promise.allSettled([onTheBeat(work)])
  return { waitedMs: Date.now() - startedAtMs + 5, outcome }
}

test('what is done at once comes a beat later, and so does a failure', async () => {
  const failure = new Error('no')
  const [done, failed] = await Promise.all([
    outcomeOf(async () => 'done'),
    outcomeOf(() => Promise.reject(failure)),
  ])
  expect(done.outcome).toEqual({ status: 'fulfilled', value: 'done' })
  expect(failed.outcome).toEqual({ status: 'rejected', reason: failure })
  expect(Math.min(done.waitedMs, failed.waitedMs)).toBeGreaterThanOrEqual(beatMs)
})

test('what takes longer than a beat comes on the next one', async () => {
  vi.spyOn(performance, 'now')
    .mockReturnValueOnce(5000)
    .mockReturnValueOnce(5000 + beatMs * 1.25)
  const { waitedMs } = await outcomeOf(async () => {})
  expect(waitedMs).toBeGreaterThanOrEqual(beatMs * 0.75)
})
