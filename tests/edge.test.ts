/**
 * The API behind the edge and without it. CloudFront adds headers and keeps
 * caches in order; whoever finds the gateway's own address goes around both,
 * and must not be better off.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { contract, type RouteName } from '@latchkey/core/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newPerson, type Person } from './person.ts'
import { copyProject } from './project-copy.ts'
import { sampleBodies, samplePath } from './sample-bodies.ts'
import { type App, cookieHeader, newAccount, newBrowser, startApp } from './start-app.ts'

let project: Awaited<ReturnType<typeof copyProject>>
/** The gateway as it answers at its own address. */
let bare: App
/** The same behind everything that CloudFront is told to do. */
let edge: App
beforeAll(async () => {
  project = await copyProject()
  ;[bare, edge] = await Promise.all([startApp(), startApp({ root: project.root, site: 'built' })])
})
afterAll(async () => {
  await Promise.all([bare?.[Symbol.asyncDispose](), edge?.[Symbol.asyncDispose]()])
  await project[Symbol.asyncDispose]()
})

const names = Object.keys(contract) as RouteName[]
const bodies = new Map<string, object>(sampleBodies({ ...newAccount(), username: 'nobody-here' }))

type Asked = { method?: string; headers?: Record<string, string>; body?: string }

/** A well-formed request to the route, but for what is said otherwise. */
function ask(
  { url }: Pick<App, 'url'>,
  name: RouteName,
  { method = contract[name].method, headers, body }: Asked = {},
) {
  const sample = bodies.get(name)
  const sent = method === 'GET' ? undefined : (body ?? (sample && JSON.stringify(sample)))
  return fetch(`${url}/api${samplePath(contract[name].path)}`, {
    method,
    headers: { ...(sent !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(sent !== undefined && { body: sent }),
  })
}

/** Ways of asking by which nobody gets at anything, whichever the route. */
const ways: Record<string, Asked> = {
  'without credentials': {},
  'with a forged token': { headers: { authorization: 'Bearer a.b.c' } },
  'for a page of another site': {
    headers: { 'sec-fetch-site': 'cross-site', cookie: '__Host-refresh=x; __Host-access=y' },
  },
  'for another host and address': {
    headers: {
      forwarded: 'for=127.0.0.1;host=localhost;proto=https',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'localhost',
      'x-http-method-override': 'GET',
      'x-original-url': '/secret',
      'x-rewrite-url': '/secret',
    },
  },
  'for leave to ask from elsewhere': {
    method: 'OPTIONS',
    headers: {
      origin: 'https://other.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type',
    },
  },
  'from elsewhere': { headers: { origin: 'https://other.example' } },
  'by another method': { method: 'PUT' },
  'with a form': { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'username=a' },
  'with a body of another shape': { body: '{"unexpected":{"$ne":1}}' },
}

async function saidBy(answer: Response) {
  const text = await answer.text()
  const { requestId, ...body } = text ? JSON.parse(text) : {}
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    // What is random in a success is so each time.
    body: answer.ok ? Object.keys(body) : body,
    byFunction: answer.ok || requestId !== undefined,
  }
}

test.each(Object.keys(ways))('what is asked %s is answered alike with and without the edge', async way => {
  const statuses = new Set<number>()
  for (const name of names) {
    const [direct, behind] = await Promise.all([ask(bare, name, ways[way]), ask(edge, name, ways[way])])
    const kept = behind.headers.get('cache-control')
    expect([name, kept, behind.headers.get('x-content-type-options')]).toEqual([name, 'no-store', 'nosniff'])
    for (const { headers } of [direct, behind]) {
      expect([...headers.keys()].filter(header => header.startsWith('access-control-'))).toEqual([])
    }

    const said = await saidBy(direct)
    expect([name, said]).toEqual([name, await saidBy(behind)])
    statuses.add(said.status)
    if (!said.byFunction) continue
    const { headers } = direct
    expect([name, headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual([
      name,
      'no-store',
      'nosniff',
    ])
    if (said.status !== 204) expect([name, said.type]).toEqual([name, 'application/json; charset=utf-8'])
  }
  for (const status of statuses) expect(status).toBeLessThan(500)
  expect(Math.max(...statuses)).toBeGreaterThanOrEqual(400)
})

test('cookies that are not sent by a page of ours change nothing at the gateway itself', async () => {
  const { browser } = await newPerson(bare)
  const headers = {
    cookie: cookieHeader(browser),
    authorization: `Bearer ${browser.idToken}`,
  }
  const changing = names.filter(name => {
    const { method, access } = contract[name]
    return access === 'cookie' || (access === 'account' && method !== 'GET')
  })
  expect(changing.length).toBeGreaterThan(8)
  for (const name of changing) {
    const { status, body } = await saidBy(await ask(bare, name, { headers }))
    expect([name, status, body.code]).toEqual([name, 403, 'request_refused'])
  }
  expect((await browser.post('/session/refresh')).status).toBe(200)
})

describe('between people and the edge', () => {
  /** A cache that keeps everything it is not told not to, by address alone: the worst that CloudFront could be. */
  async function startCache(target: string) {
    const kept = new Map<string, { status: number; headers: Record<string, string>; body: Buffer }>()
    const passedOn: string[] = []
    const server: Server = createServer(async (request, response) => {
      const { method = 'GET', url = '/', headers } = request
      const body = await buffer(request)
      const known = method === 'GET' ? kept.get(url) : undefined
      if (known) return response.writeHead(known.status, known.headers).end(known.body)

      passedOn.push(url)
      const { host, connection, 'accept-encoding': _, ...others } = headers
      const answer = await fetch(target + url, {
        method,
        headers: others as Record<string, string>,
        ...(body.length > 0 && { body }),
      })
      const { 'set-cookie': cookies, ...fields } = Object.fromEntries(answer.headers)
      const bytes = Buffer.from(await answer.arrayBuffer())
      const mayBeKept = !/no-store|no-cache|private/.test(fields['cache-control'] ?? '')
      if (method === 'GET' && mayBeKept)
        kept.set(url, { status: answer.status, headers: fields, body: bytes })
      response
        .writeHead(answer.status, {
          ...fields,
          ...(cookies && { 'set-cookie': answer.headers.getSetCookie() }),
        })
        .end(bytes)
    }).listen(0)
    return {
      url: `http://localhost:${(server.address() as AddressInfo).port}`,
      passedOn,
      [Symbol.dispose]: () => {
        server.closeAllConnections()
        server.close()
      },
    }
  }

  test('a cache gives nobody what belongs to another, whatever they read and in whichever order', async () => {
    using cache = await startCache(edge.url)
    const [ada, bob] = [await newPerson(edge), await newPerson(edge)]
    const reads = names.filter(name => contract[name].method === 'GET')
    expect(reads).toContain('account')

    for (const name of reads) {
      const read = async ({ browser }: Pick<Person, 'browser'>) => {
        const answer = await ask(cache, name, {
          headers: {
            cookie: cookieHeader(browser),
            'sec-fetch-site': 'same-origin',
            ...(browser.idToken && { authorization: `Bearer ${browser.idToken}` }),
          },
        })
        return { status: answer.status, body: await answer.json() }
      }
      const stranger = { browser: newBrowser(edge) }
      expect((await read(ada)).status).toBe(200)
      expect((await read(stranger)).status).toBe(401)
      const answers = [await read(bob), await read(ada)]
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      if (name === 'account') {
        expect(answers.map(({ body }) => body.username)).toEqual([bob.username, ada.username])
      }
    }
  })

  test('a cache does keep what has a hash in its name, and asks again for the page', async () => {
    using cache = await startCache(edge.url)
    const page = await (await fetch(cache.url)).text()
    const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(page) ?? []
    for (const path of ['/', script, script, '/']) expect((await fetch(cache.url + path)).status).toBe(200)
    expect(cache.passedOn).toEqual(['/', '/', script, '/'])
  })
})
