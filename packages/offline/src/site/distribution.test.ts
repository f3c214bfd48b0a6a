import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { CacheBehavior } from '../config/model.ts'
import type { RequestEvent } from '../local-server.ts'
import { createDistribution } from './distribution.ts'

const readOnly = ['GET', 'HEAD']
const files: CacheBehavior = {
  pathPattern: '*',
  allowedMethods: readOnly,
  originDomain: 'files.example',
  encodings: [],
}

const ofFunction = (body: string): Partial<CacheBehavior> => ({
  viewerRequest: {
    code: `import cf from 'cloudfront'\nfunction handler(event) { const request = event.request\n${body}\nreturn request }`,
    keyValues: {},
  },
})

/** Listens with these behaviors, a bucket at files.example that knows /page, and an API at api.example that tells what it gets. */
async function startDistribution(...behaviors: CacheBehavior[]) {
  const errors: unknown[] = []
  const reported = Promise.withResolvers<RequestEvent>()
  const answer = createDistribution({
    distribution: { id: 'Router', distributionId: 'D1', domainName: 'd1.cloudfront.net', behaviors },
    buckets: new Map([
      [
        'files.example',
        (_, uri) => ({
          statusCode: uri === '/page' ? 200 : 404,
          headers: new Headers({ etag: '"tag"', server: 'AmazonS3', 'x-own': 'bucket' }),
          body: Buffer.from(`file ${uri}`),
        }),
      ],
    ]),
    gatewayAt: host =>
      host === 'api.example'
        ? async ({ url, method, headers, headersDistinct, rawHeaders }, response, path) => {
            response.statusCode = 401
            response.setHeader('content-type', 'application/json')
            response.end(JSON.stringify({ url, method, path, headers, headersDistinct, rawHeaders }))
          }
        : undefined,
    onRequest: reported.resolve,
    onError: error => errors.push(error),
  })
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  /** Unlike `fetch`, sends the path as it stands. */
  async function send(path: string, { method = 'GET', headers = {}, body = '' } = {}) {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ host: '127.0.0.1', port, path, method, headers }, resolve).on('error', reject).end(body)
    })
    return { status: response.statusCode, headers: response.headers, body: await text(response) }
  }
  return { send, errors, reported: reported.promise, [Symbol.asyncDispose]: async () => void server.close() }
}

test('the first behavior whose pattern fits a path holds for it', async () => {
  const api = { ...files, originDomain: 'api.example' }
  await using cdn = await startDistribution(
    { ...api, pathPattern: '/api/*' },
    { ...api, pathPattern: 'v?.json' },
    files,
  )
  const statuses = async (...paths: string[]) =>
    Promise.all(paths.map(async path => (await cdn.send(path)).status))
  expect(await statuses('/api/a', '/api/', '/v1.json', '/x/../api/a', '/%2e%2e/api/a')).toEqual(
    Array(5).fill(401),
  )
  expect(
    await statuses('/api', '/apis/a', '/API/a', '/v12.json', '/v1xjson', '/api/../a', '//api/a', '/x?/api/a'),
  ).toEqual(Array(8).fill(404))
})

test('a method that the behavior does not allow never reaches an origin', async () => {
  await using cdn = await startDistribution(files)
  for (const method of ['POST', 'PUT', 'OPTIONS', 'PROPFIND']) {
    const { status, headers } = await cdn.send('/page', { method })
    expect([status, headers['x-cache'], headers['x-own']]).toEqual([403, 'Error from cloudfront', undefined])
  }
  expect((await cdn.send('/page', { headers: { 'content-length': 1 }, body: 'x' })).status).toBe(403)
})

test('response headers are added to what comes from an origin, errors included, and to nothing else', async () => {
  await using cdn = await startDistribution({
    ...files,
    responseHeaders: {
      added: [
        { name: 'X-New', value: 'new', override: false },
        { name: 'X-Own', value: 'policy', override: true },
        { name: 'ETag', value: '"policy"', override: false },
      ],
      removed: ['Server'],
    },
  })
  const expected = { 'x-new': 'new', 'x-own': 'policy', etag: '"tag"', server: 'CloudFront' }
  for (const path of ['/page', '/nope']) expect((await cdn.send(path)).headers).toMatchObject(expected)
  expect((await cdn.send('/page', { method: 'POST' })).headers['x-new']).toBeUndefined()
})

test('a removed header can be given another value', async () => {
  const added = [{ name: 'X-Own', value: 'policy', override: false }]
  await using cdn = await startDistribution({ ...files, responseHeaders: { added, removed: ['x-own'] } })
  expect((await cdn.send('/page')).headers['x-own']).toBe('policy')
})

test.each([
  ['"tag"', 304],
  ['W/"tag"', 304],
  ['"other", W/"tag"', 304],
  ['*', 304],
  ['"other"', 200],
])('a copy tagged %s is answered with %i', async (tag, status) => {
  await using cdn = await startDistribution(files)
  const answer = await cdn.send('/page', { headers: { 'if-none-match': tag } })
  expect([answer.status, answer.body]).toEqual([status, status === 304 ? '' : 'file /page'])
  expect(answer.headers.etag).toBe('"tag"')
  expect('content-length' in answer.headers).toBe(status === 200)
})

test('a copy is no answer to what is missing, or to a request that is more than a question', async () => {
  await using cdn = await startDistribution({ ...files, allowedMethods: [...readOnly, 'POST'] })
  const headers = { 'if-none-match': '"tag"' }
  expect((await cdn.send('/nope', { headers })).status).toBe(404)
  expect((await cdn.send('/page', { method: 'POST', headers, body: 'x' })).status).toBe(200)
})

test('HEAD is answered like GET, without the body', async () => {
  await using cdn = await startDistribution(files)
  const { status, headers, body } = await cdn.send('/page', { method: 'HEAD' })
  expect([status, headers['content-length'], body]).toEqual([200, '10', ''])
})

test('an API gets what the function made of the request, for its own host', async () => {
  await using cdn = await startDistribution({
    ...files,
    allowedMethods: [...readOnly, 'POST'],
    ...ofFunction(`
      request.uri = request.uri.replace('/api', '/dev')
      request.headers['x-forwarded-host'] = request.headers.host
      request.headers['x-seen'] = { value: request.cookies.a.value + request.querystring.q.multiValue[1].value }
      delete request.headers['x-gone']
      cf.updateRequestOrigin({ domainName: 'api.example' })`),
  })
  const headers = { 'X-Gone': 'x', 'X-Kept': 'y', cookie: 'a=1; b=2', host: 'localhost:5173' }
  const answer = await cdn.send('/api/thing?q=1&q=2%20', { method: 'POST', headers, body: '{}' })
  const got = JSON.parse(answer.body)
  expect(got).toMatchObject({
    method: 'POST',
    path: '/dev/thing',
    url: '/dev/thing?q=1&q=2%20',
    headers: { host: 'api.example', 'x-forwarded-host': 'localhost:5173', 'x-kept': 'y', cookie: 'a=1; b=2' },
  })
  expect(got.headers['x-seen']).toBe('12%20')
  expect(got.headers['x-gone']).toBeUndefined()
  expect(got.rawHeaders).toContain('X-Kept')
  expect(got.rawHeaders).not.toContain('X-Gone')
  expect(await cdn.reported).toMatchObject({ method: 'POST', path: '/api/thing', status: 401 })
})

test('an API reads the headers that the function gave, whichever way it reads them', async () => {
  await using cdn = await startDistribution({
    ...files,
    originDomain: 'api.example',
    ...ofFunction(`
      request.headers.authorization = { value: request.cookies.token.value }
      delete request.headers['x-gone']`),
  })
  const headers = { authorization: 'mine', cookie: 'token=theirs', 'x-gone': 'x', 'x-kept': 'y' }
  const got = JSON.parse((await cdn.send('/x', { headers })).body)
  expect(got.headers).toMatchObject({ authorization: 'theirs', 'x-kept': 'y' })
  expect(got.headersDistinct).toMatchObject({
    authorization: ['theirs'],
    'x-kept': ['y'],
    host: ['api.example'],
  })
  expect(got.headersDistinct).not.toHaveProperty('x-gone')
})

test('names are only names, whatever they mean to JavaScript', async () => {
  await using cdn = await startDistribution({
    ...files,
    originDomain: 'api.example',
    ...ofFunction('request.querystring.added = { value: "1" }'),
  })
  const names = ['__proto__', 'constructor', 'toString']
  const query = names.map(name => `${name}=a&${name}=b`).join('&')
  const headers = { cookie: '__proto__=c', ['__proto__']: 'd' }
  const got = JSON.parse((await cdn.send(`/x?${query}`, { headers })).body)

  expect(got.url).toBe(`/x?${query}&added=1`)
  expect(got.rawHeaders).toEqual(expect.arrayContaining(['__proto__', 'd', '__proto__=c']))
  expect(Object.keys(Object.prototype)).toEqual([])
})

test('a query string that the function changed is sent on as it is then', async () => {
  await using cdn = await startDistribution({
    ...files,
    originDomain: 'api.example',
    ...ofFunction(
      'delete request.querystring.a; request.querystring.c = { value: "3" }; delete request.cookies',
    ),
  })
  const got = JSON.parse((await cdn.send('/x?a=1&b=', { headers: { cookie: 'a=1' } })).body)
  expect([got.url, got.headers.cookie]).toEqual(['/x?b&c=3', undefined])
})

test('a function may answer in place of every origin', async () => {
  await using cdn = await startDistribution({
    ...files,
    ...ofFunction(`return {
      statusCode: 418,
      headers: { 'set-cookie': { value: 'a=1', multiValue: [{ value: 'a=1' }, { value: 'b=2' }] } },
      cookies: {
        c: { value: '3', attributes: 'Secure; Path=/' },
        d: { value: '4', multiValue: [{ value: '4' }, { value: '5', attributes: 'HttpOnly' }] },
      },
      body: { encoding: 'base64', data: 'aGVsbG8=' },
    }`),
  })
  const { status, headers, body } = await cdn.send('/page')
  expect([status, body]).toEqual([418, 'hello'])
  expect(headers['set-cookie']).toEqual(['a=1', 'b=2', 'c=3; Secure; Path=/', 'd=4', 'd=5; HttpOnly'])
})

test('a function that throws is a 503, and a host that is nobody a 502; both are told', async () => {
  await using broken = await startDistribution({ ...files, ...ofFunction('throw new Error("broken")') })
  expect((await broken.send('/page')).status).toBe(503)
  expect(broken.errors).toMatchObject([{ message: 'broken' }])

  await using lost = await startDistribution({ ...files, originDomain: 'placeholder.example' })
  expect((await lost.send('/page')).status).toBe(502)
  expect(lost.errors).toMatchObject([{ message: expect.stringContaining('placeholder.example') }])
})
