import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Listening, listen } from '../listen.ts'
import { answerInbox } from './inbox.ts'

const message = {
  to: 'ada@example.test',
  subject: 'Your code',
  body: '123456',
  code: '123456',
  kind: 'SignUp',
  sentAt: '2026-01-01T00:00:00.000Z',
}

let listening: Listening
beforeAll(async () => {
  const server = createServer((request, response) =>
    answerInbox(request, response, ({ to }) => (to === undefined || to === message.to ? [message] : [])),
  )
  listening = await listen(server, 0)
})
afterAll(() => listening.close())

const get = (path: string, method = 'GET') => fetch(`http://localhost:${listening.port}${path}`, { method })

test('messages come as JSON, and may be asked for by address', async () => {
  expect(await (await get('/__offline/messages')).json()).toEqual([message])
  expect(await (await get('/__offline/messages?to=ada%40example.test')).json()).toEqual([message])
  expect(await (await get('/__offline/messages?to=')).json()).toEqual([])
})

test('the page and its parts are there', async () => {
  for (const [path, type] of [
    ['/__offline', 'text/html'],
    ['/__offline/', 'text/html'],
    ['/__offline/page.css', 'text/css'],
    ['/__offline/page.js', 'text/javascript'],
    ['/__offline/letter.js', 'text/javascript'],
    ['/__offline/unread.js', 'text/javascript'],
    ['/__offline/hint.css', 'text/css'],
    ['/__offline/hint.js', 'text/javascript'],
  ] as const) {
    const answer = await get(path)
    expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
      path,
      200,
      `${type}; charset=utf-8`,
    ])
    expect((await answer.text()).length).toBeGreaterThan(100)
  }
})

test('no answer of it can run what is not its own, or stand in a page of somebody else', async () => {
  for (const path of ['/__offline/', '/__offline/messages', '/__offline/health']) {
    const { headers } = await get(path)
    const policy = headers.get('content-security-policy')?.split('; ')
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test.each(['/__offline/nothing', '/__offline/constructor', '/__offline/__proto__'])(
  '%s is not there',
  async path => {
    expect((await get(path)).status).toBe(404)
  },
)

test('nothing can be sent to it', async () => {
  expect((await get('/__offline/messages', 'DELETE')).status).toBe(405)
})
