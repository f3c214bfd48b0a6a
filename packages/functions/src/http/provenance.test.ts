import type { Access } from '@latchkey/core/endpoint'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { proxyEvent } from './event-fixture.ts'

let cookiesCount: typeof import('./provenance.ts').cookiesCount
beforeAll(async () => {
  vi.stubEnv('SST_RESOURCE_App', JSON.stringify({ name: 'latchkey', stage: 'test' }))
  vi.stubEnv('SST_RESOURCE_SiteAddress', JSON.stringify({ url: 'https://latchkey.example/' }))
  ;({ cookiesCount } = await import('./provenance.ts'))
  return () => vi.unstubAllEnvs()
})

const refusal = expect.objectContaining({ name: 'AppError', code: 'request_refused' })
const request = (headers: Record<string, string>, method = 'POST') => proxyEvent({ method, headers })
const own = 'https://latchkey.example'

const fromOthers: [string, Record<string, string>][] = [
  ['cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['from a sibling of our host', { 'Sec-Fetch-Site': 'same-site' }],
  ['by nobody but the visitor', { 'Sec-Fetch-Site': 'none' }],
  ['with an empty Sec-Fetch-Site', { 'Sec-Fetch-Site': '' }],
  ['in other letters', { 'Sec-Fetch-Site': 'SAME-ORIGIN' }],
  ['cross-site, under our name', { 'Sec-Fetch-Site': 'cross-site', Origin: own }],
  ['from another origin', { Origin: 'https://other.example' }],
  ['from a sandbox', { Origin: 'null' }],
  ['from our host without TLS', { Origin: 'http://latchkey.example' }],
  ['from another port', { Origin: `${own}:8443` }],
  ['from a host that begins with ours', { Origin: `${own}.other.example` }],
  ['from our origin with a path', { Origin: `${own}/` }],
  ['from our origin in capitals', { Origin: own.toUpperCase() }],
]

const routes: [Access, string][] = [
  ['public', 'POST'],
  ['cookie', 'POST'],
  ['account', 'POST'],
  ['account', 'DELETE'],
  ['account', 'GET'],
]

describe.each(fromOthers)('what is sent %s', (_, headers) => {
  test.each(routes)('is refused on a %s route by %s', (access, method) => {
    expect(() => cookiesCount(access, request(headers, method))).toThrow(refusal)
  })

  test('does no harm where cookies do not count', () => {
    expect(cookiesCount('session', request(headers, 'GET'))).toBe(false)
  })
})

describe.each([
  ['Sec-Fetch-Site', { 'Sec-Fetch-Site': 'same-origin' }],
  ['Origin, from a browser that knows no other', { Origin: own }],
  ['both', { 'Sec-Fetch-Site': 'same-origin', Origin: own }],
])('what our own page sends by %s', (_, headers) => {
  test.each(routes)('counts with its cookies on a %s route by %s', (access, method) => {
    expect(cookiesCount(access, request(headers, method))).toBe(true)
  })
})

describe('what says neither', () => {
  test.each([
    ['cookie', 'POST'],
    ['account', 'POST'],
    ['account', 'DELETE'],
  ] as const)('is refused on a %s route by %s', (access, method) => {
    expect(() => cookiesCount(access, request({}, method))).toThrow(refusal)
  })

  test('may be an old browser that reads the account, and shows a Bearer token', () => {
    expect(cookiesCount('account', request({}, 'GET'))).toBe(true)
  })

  test('is taken without its cookies where anyone may call', () => {
    expect(cookiesCount('public', request({}))).toBe(false)
  })
})

test('two answers to where it comes from are none', () => {
  const event = {
    ...request({}),
    multiValueHeaders: { 'Sec-Fetch-Site': ['cross-site'], 'sec-fetch-site': ['same-origin'] },
  }
  expect(() => cookiesCount('public', event)).toThrow(refusal)
})
