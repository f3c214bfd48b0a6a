import { expect, test } from 'vitest'
import { createEdgeFunction } from './edge-function.ts'

const event = (uri: string) => ({
  version: '1.0' as const,
  context: {
    distributionDomainName: 'd1.cloudfront.net',
    distributionId: 'D1',
    eventType: 'viewer-request',
    requestId: 'r1',
  },
  viewer: { ip: '127.0.0.1' },
  request: { method: 'GET', uri, querystring: {}, headers: {}, cookies: {} },
})

const run = (body: string, uri = '/', keyValues: Record<string, string> = {}) =>
  createEdgeFunction({
    code: `import cf from "cloudfront";\nasync function handler(event) {\n${body}\nreturn event.request; }`,
    keyValues,
  })(event(uri))

test('a function rewrites the request and names another origin', async () => {
  const outcome = await run(
    `event.request.uri = event.request.uri.replace(/^\\/api/, '/dev')
    cf.updateRequestOrigin({ domainName: 'a1.example' })`,
    '/api/secret',
  )
  expect(outcome).toMatchObject({ request: { uri: '/dev/secret' }, originDomain: 'a1.example' })
})

test('a function that names no origin leaves the one of the behavior', async () => {
  expect(await run('')).not.toHaveProperty('originDomain')
})

test('a function answers by itself', async () => {
  const outcome = await run('return { statusCode: 302, headers: { location: { value: "/elsewhere" } } }')
  expect(outcome).toEqual({ response: { statusCode: 302, headers: { location: { value: '/elsewhere' } } } })
})

test('a function reads its key-value store', async () => {
  const outcome = await run(
    `const kvs = cf.kvs()
    const missing = await kvs.get('toString').catch(() => 'missing')
    const { page } = await kvs.get('json', { format: 'json' })
    event.request.uri = [await kvs.get('text'), page, missing, await kvs.exists('text'), await kvs.exists('toString')].join()`,
    '/',
    { text: 'hello', json: '{"page":"index"}' },
  )
  expect(outcome).toMatchObject({ request: { uri: 'hello,index,missing,true,false' } })
})

test('a function has the modules of its runtime, and nothing of Node besides', async () => {
  const hash = await run(
    `event.request.uri = require('crypto').createHash('md5').update('a').digest('hex') + typeof process`,
  )
  expect(hash).toMatchObject({ request: { uri: '0cc175b9c0f1b6a831c399e269772661undefined' } })
  await expect(run(`require('fs')`)).rejects.toThrow('no module "fs"')
})

test('a function keeps nothing from one request to the next', async () => {
  const handler = createEdgeFunction({
    code: 'let count = 0\nfunction handler(event) { event.request.uri = String(++count); return event.request }',
    keyValues: {},
  })
  for (let time = 0; time < 2; time++) {
    expect(await handler(event('/'))).toMatchObject({ request: { uri: '1' } })
  }
})
