import { AppError, type ErrorCode } from '@latchkey/core/errors'
import * as v from 'valibot'
import { afterEach, beforeEach, expect, describe as group, test, vi } from 'vitest'
import { describe, logRequest, logTrigger, type RequestLog } from './log.ts'

let written: string
beforeEach(() => {
  written = ''
  vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    written += text
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const entry: RequestLog = {
  requestId: 'request-1',
  route: 'POST /sign-in',
  outcome: 'ok',
  status: 200,
  durationMs: 1,
}
const thrown = (action: () => unknown): unknown => {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown.')
}

test('a line says when, in UTC', () => {
  logRequest(entry)
  const { time, level, ...rest } = JSON.parse(written)
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect([level, rest]).toEqual(['info', entry])
})

test.each<[ErrorCode, number, string]>([
  ['invalid_credentials', 401, 'warn'],
  ['code_mismatch', 400, 'warn'],
  ['too_many_attempts', 429, 'warn'],
  ['request_refused', 403, 'warn'],
  ['invalid_request', 400, 'info'],
  ['session_ended', 401, 'info'],
  ['upstream_timeout', 504, 'error'],
])('%s with %d is of level %s', (outcome, status, level) => {
  logRequest({ ...entry, outcome, status })
  expect(JSON.parse(written).level).toBe(level)
})

const forgery = [
  'ada\r\n{"level":"info","outcome":"ok"}',
  '\u001b[2K\u001b[1A\u001b]0;title\u0007',
  '\u009b31m',
  'a\u2028b\u2029c\u0085d',
  'quotes " and \\ and \u0000',
  '\u202egnirts\u2066',
  '\u{e0041}\ud800',
].join(' | ')

test.each([
  ['a request', () => logRequest({ ...entry, requestId: forgery, ip: forgery, sub: forgery }), 'requestId'],
  [
    'a trigger',
    () => logTrigger({ requestId: 'request-1', trigger: forgery, outcome: 'ok', sub: forgery }),
    'trigger',
  ],
] as const)('whatever %s brings along, it is one line of plain JSON', (_, log, field) => {
  log()
  expect(written.split('\n')).toEqual([expect.any(String), ''])
  expect(written.slice(0, -1)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
  expect(JSON.parse(written)[field]).toBe(forgery)
})

group('an error', () => {
  test('is told with the frames of its stack, and its cause', () => {
    const error = describe(new TypeError('cannot read it', { cause: new Error('socket hung up') }))
    expect(error).toMatchObject({
      name: 'TypeError',
      message: 'cannot read it',
      stack: expect.stringMatching(/^ {4}at .*log\.test\.ts/),
      cause: { name: 'Error', message: 'socket hung up' },
    })
    expect(error?.stack).not.toContain('cannot read it')
  })

  test('that is the callers doing has nothing to tell', () => {
    expect(
      describe(new AppError('invalid_credentials', undefined, { cause: new Error('why') })),
    ).toBeUndefined()
  })

  test.each([
    ['V8, whole', () => JSON.parse('hunter2-hunter2'), 'is not valid JSON'],
    ['V8, in part', () => JSON.parse(`{"password": hunter2-${'"'.repeat(40)}}`), 'is not valid JSON'],
    ['Valibot', () => v.parse(v.boolean(), 'hunter2'), 'Expected boolean but received …'],
    ['Node.js', () => Buffer.alloc('hunter2' as never), 'Received type string …'],
    [
      'Cognito',
      () => {
        throw new Error("1 validation error detected: Value 'hunter2' at 'username' failed")
      },
      "Value … at 'username' failed",
    ],
  ])('of %s does not quote what it was given', (_, action, kept) => {
    const error = thrown(action)
    expect(String(error)).toContain('hunter')
    const described = describe(error)
    expect(described?.message).toContain(kept)
    expect(JSON.stringify(described)).not.toContain('hunter')
  })

  test('of nothing but quotation marks is told soon', () => {
    const message = '"'.repeat(64 * 1024)
    const startedAt = performance.now()
    expect(describe(new Error(message))?.message).toBe(message)
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })
})
