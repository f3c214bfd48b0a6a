import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { RequestEvent } from '../local-server.ts'
import { createOrigin, type OriginOptions } from './origin.ts'

const options: OriginOptions = {
  routers: [
    {
      id: 'Router',
      routes: [
        { path: '/api', target: 'Api', rewrite: { regex: '^/api', to: '/dev' } },
        { path: '/old', target: 'Api' },
        { path: '/slash/', target: 'Api' },
        { path: '/whole', target: 'Api', rewrite: { regex: '^/whole', to: '' } },
      ],
    },
  ],
  gateways: new Map([['Api', async (_, response, path) => void response.end(`gateway ${path}`)]]),
  answerInbox: async ({ url }, response) => void response.end(`inbox ${url}`),
  answerSite: ({ url }, response) => response.end(`site ${url}`),
}

async function startOrigin(ready: () => OriginOptions | undefined = () => options) {
  const server = createOrigin(ready)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    get: async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text(),
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}

test.each([
  ['/api/sign-in', 'gateway /dev/sign-in'],
  ['/api', 'gateway /dev'],
  ['/api/a?b=c', 'gateway /dev/a'],
  ['/old/sign-in', 'gateway /old/sign-in'],
  ['/whole', 'gateway /'],
  ['/slash/a', 'gateway /slash/a'],
  ['/slash', 'site /slash'],
  ['/apis', 'site /apis'],
  ['/', 'site /'],
  ['/secret?x=/api', 'site /secret?x=/api'],
  ['/__offline/messages?to=a', 'inbox /__offline/messages?to=a'],
  ['/__offline', 'inbox /__offline'],
  ['/__offlines', 'site /__offlines'],
])('%s is answered by %s', async (path, answer) => {
  await using origin = await startOrigin()
  expect(await origin.get(path)).toBe(answer)
})

/** Unlike `fetch`, sends the target and the Host as they are given. */
async function ask(port: number, path: string, host: string) {
  const answer = await new Promise<IncomingMessage>(resolve => {
    request({ port, host: '127.0.0.1', path, headers: { host } }, resolve).end()
  })
  return [answer.statusCode, await text(answer)]
}

const refusal = [403, 'This server answers on localhost only.\n']

test('a page elsewhere that points its own name here gets nothing', async () => {
  await using origin = await startOrigin()
  expect(await ask(origin.port, '/__offline/messages', `evil.example:${origin.port}`)).toEqual(refusal)
})

test.each([
  ['http://localhost/api/a?b=c', 'gateway /dev/a'],
  ['HTTPS://127.0.0.1:1/secret?x=http://y/', 'site /secret?x=http://y/'],
  ['http://localhost', 'site /'],
  ['http://localhost?a', 'site /?a'],
])('a whole address, %s, is answered as its path is: by %s', async (target, answer) => {
  await using origin = await startOrigin()
  expect(await ask(origin.port, target, 'localhost')).toEqual([200, answer])
})

test.each([
  ['http://evil.example/secret', 'localhost'],
  ['http://localhost@evil.example/secret', 'localhost'],
  ['http://localhost/secret', 'evil.example'],
])('%s with the Host %s is a request to somebody else', async (target, host) => {
  await using origin = await startOrigin()
  expect(await ask(origin.port, target, host)).toEqual(refusal)
})

test('until everything is up, a request is told to come again', async () => {
  await using origin = await startOrigin(() => undefined)
  const answer = await fetch(`http://127.0.0.1:${origin.port}/__offline/health`)
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('1')
})

test('a request to an API is reported once it is answered', async () => {
  const { promise, resolve } = Promise.withResolvers<RequestEvent>()
  await using origin = await startOrigin(() => ({ ...options, onRequest: resolve }))
  await origin.get('/api/secret?token=hidden')
  expect(await promise).toMatchObject({ method: 'GET', path: '/api/secret', status: 200 })
})

test('a bug in an engine is an empty 500, and is reported', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const gateway = async () => {
    throw new Error('broken')
  }
  await using origin = await startOrigin(() => ({
    ...options,
    gateways: new Map([['Api', gateway]]),
    onError: resolve,
  }))
  const answer = await fetch(`http://127.0.0.1:${origin.port}/api/secret`)
  expect([answer.status, await answer.text()]).toEqual([500, ''])
  expect(await promise).toMatchObject({ message: 'broken' })
})
