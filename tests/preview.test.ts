/** The site as it is deployed: built, and behind everything that CloudFront is told to do. */
import { readdir, readFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { join, sep } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyProject } from './project-copy.ts'
import { type App, createAccount, post, signIn, startApp } from './start-app.ts'

let project: Awaited<ReturnType<typeof copyProject>>
let app: App
beforeAll(async () => {
  project = await copyProject()
  app = await startApp({ root: project.root, site: 'built' })
})
afterAll(async () => {
  await app?.[Symbol.asyncDispose]()
  await project[Symbol.asyncDispose]()
})

/** Unlike `fetch`, sends the path as it stands and takes the body as it comes. */
async function send(path: string, { method = 'GET', headers = {} } = {}) {
  const { port } = new URL(app.url)
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ host: 'localhost', port, path, method, headers }, resolve).on('error', reject).end()
  })
  return { status: response.statusCode, headers: response.headers, body: await buffer(response) }
}

/** Headers without those that the connection, the time and the file's content make. */
async function headersOf(path: string, options = {}) {
  const varying = ['connection', 'content-length', 'date', 'etag', 'keep-alive', 'last-modified']
  const { headers } = await send(path, options)
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !varying.includes(name) && !name.startsWith('x-amz')),
  )
}

const security = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  server: 'CloudFront',
}

const ofSite = {
  ...security,
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; " +
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'; " +
    'upgrade-insecure-requests',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'permissions-policy':
    'camera=(), geolocation=(), microphone=(), payment=(), usb=(), ' +
    'publickey-credentials-get=(self), publickey-credentials-create=(self)',
}

const ofApi = {
  ...security,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'no-store',
}

const fromOrigin = { 'x-cache': 'Miss from cloudfront' }
const fromOriginWithError = { 'x-cache': 'Error from cloudfront' }

describe('the page', () => {
  const ofPage = {
    ...ofSite,
    ...fromOrigin,
    'content-type': 'text/html;charset=UTF-8',
    'cache-control': 'no-cache',
  }

  test('has these headers and no others', async () => {
    expect(await headersOf('/')).toEqual(ofPage)
  })

  test.each(['/secret', '/sign-in', '/no/such/screen', '/apis', '/secret/', '/sign-in?returnTo=/a.js'])(
    'is what %s leads to',
    async path => {
      const [page, answer] = await Promise.all([send('/'), send(path)])
      expect([answer.status, answer.body.toString()]).toEqual([200, page.body.toString()])
      expect(await headersOf(path)).toEqual(ofPage)
    },
  )

  test('is what its whole address leads to in the first line of a request', async () => {
    const [page, answer] = await Promise.all([send('/secret'), send('http://localhost/secret')])
    expect([answer.status, answer.body.toString()]).toEqual([200, page.body.toString()])
  })

  test('is asked for again each time, and sent again only when it has changed', async () => {
    const { etag } = (await send('/')).headers
    const { status, headers, body } = await send('/', { headers: { 'if-none-match': etag } })
    expect([status, headers.etag, body.length]).toEqual([304, etag, 0])
    expect(headers['cache-control']).toBe('no-cache')
  })
})

describe('a file', () => {
  const builtFiles = async () => {
    const dist = join(project.root, 'packages/web/dist')
    const entries = await readdir(dist, { recursive: true, withFileTypes: true })
    return entries
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(source => ({ source, path: source.slice(dist.length).replaceAll(sep, '/') }))
  }
  const scriptPath = async () =>
    /src="(\/assets\/[^"]+\.js)"/.exec((await send('/')).body.toString())?.[1] ?? ''

  const stylesPath = async () =>
    /href="(\/assets\/[^"]+\.css)"/.exec((await send('/')).body.toString())?.[1] ?? ''

  test('of the build is served, whichever it is', async () => {
    const files = await builtFiles()
    expect(files.map(({ path }) => path)).toContain('/favicon.svg')
    for (const { source, path } of files) {
      const { status, body } = await send(path)
      expect([path, status, body]).toEqual([path, 200, await readFile(source)])
    }
  })

  test('of the build is no source map, nothing hidden and no test', async () => {
    for (const { path } of await builtFiles()) expect(path).not.toMatch(/\.map$|\/\.|\.test\./)
  })

  test('with a hash in its name is kept for a year', async () => {
    expect(await headersOf(await scriptPath())).toEqual({
      ...ofSite,
      ...fromOrigin,
      'content-type': 'text/javascript;charset=UTF-8',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    expect(await headersOf(await stylesPath())).toEqual({
      ...ofSite,
      ...fromOrigin,
      'content-type': 'text/css;charset=UTF-8',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  test('is compressed for those who take it so', async () => {
    const path = await scriptPath()
    const plain = await send(path)
    for (const [accepted, encoding, decode] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
    ] as const) {
      const { headers, body } = await send(path, { headers: { 'accept-encoding': accepted } })
      expect(headers).toMatchObject({
        'content-encoding': encoding,
        vary: 'Accept-Encoding',
        etag: `W/${plain.headers.etag}`,
      })
      expect(body.length).toBeLessThan(plain.body.length / 2)
      expect(decode(body)).toEqual(plain.body)
    }
  })

  test.each(['/assets/nope.js', '/assets/', '/assets'])('that is missing at %s is not found', async path => {
    expect((await send(path)).status).toBe(404)
    expect(await headersOf(path)).toEqual({
      ...ofSite,
      ...fromOriginWithError,
      'content-type': 'application/xml',
    })
  })

  test.each(['/nope.js', '/.env', '/robots.txt', '/no/such/image.png', '/sign-in.php', '/index.html.map'])(
    'that is missing at %s is not found, and is not the page',
    async path => {
      const { status, body } = await send(path)
      expect([status, body.toString()]).toEqual([404, ''])
    },
  )

  test.each([
    '/../package.json',
    '/assets/../../package.json',
    '/assets/../index.html',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/..%2f..%2f..%2fetc%2fpasswd.txt',
    '//etc/passwd.txt',
    '/assets/%00.js',
  ])('is not reached by %s', async path => {
    expect((await send(path)).status).toBe(404)
  })

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND'])('takes no %s', async method => {
    for (const path of ['/', '/favicon.svg', '/secret']) {
      expect((await send(path, { method })).status).toBe(403)
    }
  })

  test('is told of by HEAD without being sent', async () => {
    const { status, headers, body } = await send('/favicon.svg', { method: 'HEAD' })
    expect([status, body.length]).toEqual([200, 0])
    expect(Number(headers['content-length'])).toBeGreaterThan(0)
  })
})

describe('the API', () => {
  test('refuses strangers in the words of the gateway, held to its own headers', async () => {
    const { status, body } = await send('/api/secret')
    expect([status, JSON.parse(body.toString())]).toEqual([401, { message: 'Unauthorized' }])
    expect(await headersOf('/api/secret')).toEqual({
      ...ofApi,
      ...fromOriginWithError,
      'content-type': 'application/json',
    })
  })

  test('gives the secret to somebody who has signed in', async () => {
    const authorization = `Bearer ${await signIn(app, await createAccount(app))}`
    const { status, body } = await send('/api/secret', { headers: { authorization } })
    expect([status, JSON.parse(body.toString())]).toEqual([
      200,
      { secret: 'CAUTION !!! THIS IS VERY SECRET' },
    ])
    expect(await headersOf('/api/secret', { headers: { authorization } })).toEqual({
      ...ofApi,
      ...fromOrigin,
      'content-type': 'application/json; charset=utf-8',
    })
  })

  test('refuses in its own words, held to the same headers', async () => {
    const asked = { method: 'POST' }
    const { status, body } = await send('/api/session/refresh', asked)
    expect([status, JSON.parse(body.toString()).code]).toEqual([403, 'request_refused'])
    expect(await headersOf('/api/session/refresh', asked)).toEqual({
      ...ofApi,
      ...fromOriginWithError,
      'content-type': 'application/json; charset=utf-8',
    })
  })

  test('answers bad input by itself', async () => {
    const answer = await post(`${app.url}/api/sign-in`, { username: '', password: '' })
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'invalid_request' }])
    expect(Object.fromEntries(answer.headers)).toMatchObject(ofApi)
  })

  test.each([
    ['GET', '/api/nowhere'],
    ['PUT', '/api/secret'],
    ['GET', '/api/secret/x.css'],
    ['GET', '/api/../secret.css/../api/nope'],
  ])('knows no %s %s, and says so as data', async (method, path) => {
    const { status, headers } = await send(path, { method })
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      403,
      'application/json',
      'no-store',
    ])
  })

  test('does not see a method that CloudFront does not know', async () => {
    const { status, headers } = await send('/api/secret', { method: 'PROPFIND' })
    expect([status, headers['x-amzn-requestid']]).toEqual([403, undefined])
  })
})

test('the inbox is there as well, by its own rules', async () => {
  expect((await send('/__offline/health')).status).toBe(200)
  const { headers } = await send('/__offline/')
  expect(headers['content-security-policy']).toContain('img-src data:')
  expect(headers).not.toHaveProperty('cross-origin-opener-policy')
})

test('passkeys belong to this machine', () => {
  expect(app.model.userPools).toMatchObject([
    { factors: { WebAuthnConfiguration: { RelyingPartyId: 'localhost' } } },
  ])
})

test('all of it is run, and none of it has failed', () => {
  expect(app.unsupported).toEqual([])
  expect(app.errors).toEqual([])
})

test('the code of the routing function is short enough for CloudFront', () => {
  const [distribution] = app.model.distributions
  for (const { viewerRequest } of distribution?.behaviors ?? []) {
    expect(Buffer.byteLength(viewerRequest?.code ?? '')).toBeGreaterThan(0)
    expect(Buffer.byteLength(viewerRequest?.code ?? '')).toBeLessThanOrEqual(10 * 1024)
  }
})
