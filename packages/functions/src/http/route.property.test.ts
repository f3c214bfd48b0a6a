/** A request has one meaning, in whichever of the gateway's ways it is written down. */
import { contract } from '@latchkey/core/contract'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import fc from 'fast-check'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { proxyEvent } from './event-fixture.ts'
import type { route as Route } from './route.ts'

let route: typeof Route
beforeAll(async () => {
  vi.stubEnv('SST_RESOURCE_App', JSON.stringify({ name: 'latchkey', stage: 'test' }))
  vi.stubEnv('SST_RESOURCE_SiteAddress', JSON.stringify({ url: 'https://latchkey.example/' }))
  vi.stubEnv('SST_RESOURCE_Auth', JSON.stringify({ clientId: 'client', clientSecret: 'secret' }))
  ;({ route } = await import('./route.ts'))
  return () => vi.unstubAllEnvs()
})
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(() => vi.restoreAllMocks())

const many = { numRuns: 1000 }

const username = fc.oneof(fc.stringMatching(/^[A-Za-z0-9._-]{3,20}$/), fc.string({ unit: 'grapheme' }))
const body = fc.oneof(
  username.map(name => JSON.stringify({ username: name })),
  fc.dictionary(fc.string(), fc.jsonValue()).map(value => JSON.stringify(value)),
  fc.json(),
  fc.string({ unit: 'grapheme' }),
  fc.nat(9000).map(length => JSON.stringify({ username: 'x'.repeat(length) })),
)

/** What the route answers, and what its handler was given. */
async function outcome(event: APIGatewayProxyEvent) {
  const received: unknown[] = []
  const handler = route(contract.resendCode, call => {
    received.push({ body: call.body, cookies: call.cookies })
    return { body: { delivery: { medium: 'email' as const, destination: 'a***@e***' } } }
  })
  return { answer: await handler(event), received }
}

test('a body in base64 is the body that it stands for', async () => {
  await fc.assert(
    fc.asyncProperty(body, async text => {
      const plain = proxyEvent({ body: text })
      const encoded = { ...plain, body: Buffer.from(text).toString('base64'), isBase64Encoded: true }
      expect(await outcome(encoded)).toEqual(await outcome(plain))
    }),
    many,
  )
})

test('whatever is no base64 is refused like any other garbage', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async text => {
      const { answer, received } = await outcome({
        ...proxyEvent({ body: 'x' }),
        body: text,
        isBase64Encoded: true,
      })
      expect([answer.statusCode, received]).toEqual([400, []])
    }),
    many,
  )
})

test('the map that holds one value of each header is not looked at', async () => {
  const name = fc.constantFrom(
    'Content-Type',
    'content-type',
    'Cookie',
    'Origin',
    'Sec-Fetch-Site',
    'Authorization',
  )
  const value = fc.constantFrom(
    'text/plain',
    'application/json',
    '__Host-refresh=x',
    'same-origin',
    'cross-site',
  )
  await fc.assert(
    fc.asyncProperty(body, fc.dictionary(name, value), async (text, headers) => {
      const event = proxyEvent({ body: text })
      expect(await outcome({ ...event, headers })).toEqual(await outcome(event))
    }),
  )
})

test('query parameters and stage variables are not looked at, however often they are given', async () => {
  const values = fc.dictionary(
    fc.oneof(fc.constant('username'), fc.string()),
    fc.array(fc.string(), { minLength: 1 }),
  )
  await fc.assert(
    fc.asyncProperty(body, values, async (text, query) => {
      const event = proxyEvent({ body: text })
      const first = Object.fromEntries(Object.entries(query).map(([key, [one = '']]) => [key, one]))
      const asked = {
        ...event,
        queryStringParameters: first,
        multiValueQueryStringParameters: query,
        stageVariables: first,
      }
      expect(await outcome(asked)).toEqual(await outcome(event))
    }),
  )
})

test('two content types, two origins or two provenances are none that fits', async () => {
  const pairs: [string, [string, string], number][] = [
    ['Content-Type', ['application/json', 'text/plain'], 415],
    ['Content-Type', ['application/json', 'application/json'], 415],
    ['Sec-Fetch-Site', ['same-origin', 'cross-site'], 403],
    ['Sec-Fetch-Site', ['same-origin', 'same-origin'], 403],
    ['Origin', ['https://latchkey.example', 'https://other.example'], 403],
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...pairs),
      fc.boolean(),
      fc.boolean(),
      async (pair, isReversed, isSplit) => {
        const [name, values, status] = pair
        const sent = isReversed ? values.toReversed() : values
        const event = proxyEvent({ body: { username: 'ada' } })
        const multiValueHeaders = isSplit
          ? { ...event.multiValueHeaders, [name]: [sent[0]], [name.toUpperCase()]: [sent[1]] }
          : { ...event.multiValueHeaders, [name]: sent }
        const { answer, received } = await outcome({ ...event, multiValueHeaders } as APIGatewayProxyEvent)
        expect([name, answer.statusCode, received]).toEqual([name, status, []])
      },
    ),
  )
})
