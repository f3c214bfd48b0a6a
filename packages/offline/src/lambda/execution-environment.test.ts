import inspector from 'node:inspector'
import { describe, expect, test } from 'vitest'
import { startOne, startProject } from './function-fixture.ts'

/** A debugger inside this process, which only notes the workers that it could attach to. */
function startSession() {
  const session = new inspector.Session()
  const attached: string[] = []
  session.connect()
  session.on('NodeWorker.attachedToWorker', ({ params }) => attached.push(params.workerInfo.title))
  session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  return { attached, [Symbol.dispose]: () => session.disconnect() }
}

describe('an execution environment', () => {
  test('is kept: the module runs once, and its state stays', async () => {
    await using project = await startOne('let count = 0; export const handler = async () => ++count')
    const payloads = [
      await project.invoke('Main'),
      await project.invoke('Main'),
      await project.invoke('Main'),
    ]

    expect(payloads).toEqual([1, 2, 3].map(payload => ({ ok: true, payload })))
  })

  test('that ends between two invocations is replaced', async () => {
    await using project = await startOne(`
      let count = 0
      export async function handler() {
        setTimeout(() => process.exit(1), 10)
        return ++count
      }
    `)
    expect(await project.invoke('Main')).toEqual({ ok: true, payload: 1 })
    expect(await project.nextLog()).toBe('Main: Runtime exited with error: exit status 1')
    expect(await project.invoke('Main')).toEqual({ ok: true, payload: 1 })
  })

  test('serves one invocation at a time, and there are at most ten', async () => {
    await using project = await startOne(`
      import { existsSync } from 'node:fs'
      import { setTimeout } from 'node:timers/promises'
      import { threadId } from 'node:worker_threads'
      let running = 0
      export async function handler() {
        running += 1
        console.log('at work')
        while (!existsSync(process.env.LAMBDA_TASK_ROOT + '/done')) await setTimeout(5)
        const together = running
        running -= 1
        return { threadId, together }
      }
    `)
    const invocations = Array.from({ length: 30 }, () => project.invoke('Main'))
    for (let environment = 1; environment <= 10; environment++) {
      expect(await project.nextLog()).toBe('Main: at work')
    }
    await project.save('.offline/functions/Main/done', '')
    const payloads = (await Promise.all(invocations)).map(
      invocation => (invocation as unknown as { payload: { threadId: number; together: number } }).payload,
    )

    expect(payloads.every(({ together }) => together === 1)).toBe(true)
    expect(new Set(payloads.map(({ threadId }) => threadId)).size).toBe(10)
  })

  test('has no company as long as nobody waits for it', async () => {
    await using project = await startOne(`
      import { threadId } from 'node:worker_threads'
      export const handler = async () => threadId
    `)
    const invocations = await Promise.all(Array.from({ length: 5 }, () => project.invoke('Main')))
    expect(new Set(invocations.map(invocation => invocation.ok && invocation.payload)).size).toBe(1)
  })

  test('whose module throws is given up, and the next invocation starts anew', async () => {
    await using project = await startOne(`
      import { existsSync } from 'node:fs'
      if (!existsSync(process.env.LAMBDA_TASK_ROOT + '/ready')) throw new Error('not ready')
      export const handler = async () => 'ready'
    `)
    const failed = { ok: false, errorType: 'Error', errorMessage: 'not ready' }

    expect(await project.invoke('Main')).toEqual(failed)
    expect(await project.invoke('Main')).toEqual(failed)
    await project.save('.offline/functions/Main/ready', '')
    expect(await project.invoke('Main')).toEqual({ ok: true, payload: 'ready' })
  })

  test.each([
    ['waits for ever', 'await new Promise(() => {})'],
    ['never yields', 'while (true) {}'],
  ])('that %s is ended when the time is up, and replaced', async (_, hang) => {
    await using project = await startOne(
      `let count = 0; export async function handler(event: any) { count += 1; if (event.hang) { ${hang} } return count }`,
      { timeoutSeconds: 0.5 },
    )
    expect(await project.invoke('Main')).toEqual({ ok: true, payload: 1 })

    expect(await project.invoke('Main', { hang: true })).toEqual({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 0\.50 seconds$/),
      timedOut: true,
    })
    expect(await project.nextLog()).toMatch(/^Main: .*Task timed out after 0\.50 seconds$/)
    expect(await project.invoke('Main')).toEqual({ ok: true, payload: 1 })
  })

  test('may take as long as it likes while a debugger can be attached', async () => {
    await using project = await startOne(
      `import { setTimeout } from 'node:timers/promises'
       export const handler = () => setTimeout(300, 'late')`,
      { timeoutSeconds: 0.1 },
    )
    inspector.open(0, '127.0.0.1')
    try {
      expect(await project.invoke('Main')).toEqual({ ok: true, payload: 'late' })
    } finally {
      inspector.close()
    }
    expect(await project.invoke('Main')).toMatchObject({ ok: false, timedOut: true })
  })

  test('is a worker that a debugger finds under the name of its function', async () => {
    using session = startSession()
    await using project = await startOne('export const handler = async () => 1')
    await project.invoke('Main')
    expect(session.attached).toEqual([expect.stringContaining('Main')])
  })

  test.each([
    ['exits', 'process.exit(3)', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
    [
      'leaves a rejection unhandled',
      'Promise.reject(new RangeError("lost"))',
      'Runtime.UnhandledPromiseRejection',
      'lost',
    ],
    [
      'throws where nobody catches',
      'setImmediate(() => { throw new TypeError("bare") })',
      'TypeError',
      'bare',
    ],
  ])('that %s takes nothing else with it', async (_, crash, errorType, errorMessage) => {
    const source = `
      let count = 0
      export async function handler(event: any) {
        count += 1
        if (event.crash) { ${crash}; await new Promise(() => {}) }
        return count
      }
    `
    await using project = await startProject({
      files: { 'main.ts': source },
      functions: { Main: { handler: 'main.handler' }, Other: { handler: 'main.handler' } },
    })
    await project.invoke('Other')
    await project.invoke('Main')

    expect(await project.invoke('Main', { crash: true })).toEqual({ ok: false, errorType, errorMessage })
    expect(await project.invoke('Main')).toEqual({ ok: true, payload: 1 })
    expect(await project.invoke('Other')).toEqual({ ok: true, payload: 2 })
  })
})

describe('the log', () => {
  test('has whole lines, of both streams', async () => {
    await using project = await startOne(`
      export async function handler() {
        process.stdout.write('one ')
        process.stdout.write('line\\nand ')
        console.log('another\\n')
      }
    `)
    await project.invoke('Main')
    expect([await project.nextLog(), await project.nextLog(), await project.nextLog()]).toEqual([
      'Main: one line',
      'Main: and another',
      'Main: ',
    ])
  })

  test('has what a function wrote to standard error, and what stood on its last line', async () => {
    await using project = await startOne(`
      export async function handler() {
        process.stderr.write('last words')
        process.exit(0)
      }
    `)
    await project.invoke('Main')
    expect([await project.nextLog(), await project.nextLog()].sort()).toEqual([
      'Main: Runtime exited with error: exit status 0',
      'Main: last words',
    ])
  })

  test('shows where in the source an error was thrown', async () => {
    await using project = await startOne(`
      type Unused = string
      export async function handler() {
        throw new Error('here')
      }
    `)
    await project.invoke('Main')

    expect(await project.nextLog()).toBe('Main: Error: here')
    expect(await project.nextLog()).toMatch(/src[\\/]main\.ts:4:/)
  })
})
