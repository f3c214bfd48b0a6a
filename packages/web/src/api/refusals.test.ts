import { AppError } from '@latchkey/core/errors'
import { describe, expect, test } from 'vitest'
import { refusalFrom, unreachable, unreadable } from './refusals.ts'

const response = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
})

describe('an answer from a function', () => {
  test('becomes the same error again', () => {
    const body = {
      code: 'invalid_request',
      message: 'Look again.',
      requestId: 'r-1',
      fields: { email: 'Enter it.' },
    }
    expect(refusalFrom(response(400), JSON.stringify(body))).toMatchObject({
      code: 'invalid_request',
      message: 'Look again.',
      fields: { email: 'Enter it.' },
    })
  })

  test('keeps the seconds to wait', () => {
    const body = { code: 'too_many_attempts', message: 'Wait.', requestId: 'r-2' }
    const error = refusalFrom(response(429, { 'Retry-After': '40' }), JSON.stringify(body))
    expect(error.retryAfterSeconds).toBe(40)
  })

  test.each(['86400000', '99999999999999999999', '1e9', '-1', 'Wed, 21 Oct 2026 07:28:00 GMT'])(
    'tells nobody to wait for %s',
    wait => {
      const body = { code: 'too_many_attempts', message: 'Wait.', requestId: 'r-2' }
      const error = refusalFrom(response(429, { 'Retry-After': wait }), JSON.stringify(body))
      expect(error.retryAfterSeconds).toBeUndefined()
    },
  )

  test('with a code outside the table is judged by its status', () => {
    const body = { code: 'teapot', message: 'Short and stout', requestId: 'r-3' }
    expect(refusalFrom(response(418), JSON.stringify(body)).code).toBe('internal')
  })
})

describe('a refusal by the gateway or the edge', () => {
  test.each([
    [400, '{"message":"Invalid request body"}', 'invalid_request'],
    [401, '{"message":"Unauthorized"}', 'session_ended'],
    [403, '{"message":"Missing Authentication Token"}', 'request_refused'],
    [413, '{"message":"Request Too Long"}', 'payload_too_large'],
    [415, '{"message":"Unsupported Media Type"}', 'unsupported_media_type'],
    [429, '{"message":"Too Many Requests"}', 'busy'],
    [500, '{"message":"Internal server error"}', 'internal'],
    [502, '<html>Bad gateway</html>', 'upstream_unavailable'],
    [503, '', 'busy'],
    [504, '{"message":"Endpoint request timed out"}', 'upstream_timeout'],
  ])('with %i is known by its status', (status, text, code) => {
    expect(refusalFrom(response(status), text)).toMatchObject({ name: 'AppError', code })
  })

  test('never shows the words it came with', () => {
    const error = refusalFrom(response(403), '{"message":"Missing Authentication Token"}')
    expect(error.message).not.toContain('Token')
  })
})

describe('no usable answer', () => {
  test('from the network says to check the connection', () => {
    expect(unreachable(new TypeError('Failed to fetch'))).toMatchObject({
      code: 'upstream_unavailable',
      message: expect.stringContaining('connection'),
    })
  })

  test('within our patience is a timeout', () => {
    expect(unreachable(new DOMException('signal timed out', 'TimeoutError')).code).toBe('upstream_timeout')
  })

  test('leaves an error alone that is already ours', () => {
    const error = new AppError('busy')
    expect(unreachable(error)).toBe(error)
  })

  test('in the agreed form is our mistake', () => {
    expect(unreadable(new SyntaxError('Unexpected token')).code).toBe('internal')
  })
})
