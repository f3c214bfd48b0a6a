import { expect, test, vi } from 'vitest'

vi.hoisted(() => {
  process.env.SST_RESOURCE_Auth = JSON.stringify({ clientId: 'client', clientSecret: 'secret of the client' })
  process.env.SST_RESOURCE_App = JSON.stringify({ name: 'latchkey', stage: 'test' })
})

import * as v from 'valibot'
import { issueTicket, readTicket } from './ticket.ts'

const Content = v.object({ username: v.string(), session: v.string() })
const content = { username: 'ada ; "日本"', session: 'x'.repeat(2048) }
const ticket = issueTicket('challenge', content)
const [payload = '', seal = ''] = ticket.split('.')

test('a ticket gives back what it was made of', () => {
  expect(readTicket('challenge', ticket, Content)).toEqual(content)
})

test('a ticket fits into a cookie, and into a body', () => {
  expect(ticket).toMatch(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/)
  expect(ticket.length).toBeLessThan(4096 - '__Host-sign-up='.length)
})

test('a ticket of one kind is none of another', () => {
  expect(readTicket('sign-up', ticket, Content)).toBeUndefined()
})

test('a ticket that was altered is none', () => {
  const other = Buffer.from(JSON.stringify({ ...content, username: 'eve' })).toString('base64url')
  for (const altered of [
    '',
    '.',
    payload,
    `${payload}.`,
    `.${seal}`,
    `${other}.${seal}`,
    `${payload}=.${seal}`,
    `${payload}.${seal}=`,
    `${payload}.${seal}.`,
    `${payload}.${seal}.${seal}`,
    `${payload}.${[...seal].reverse().join('')}`,
    ` ${ticket}`,
  ]) {
    expect(readTicket('challenge', altered, Content)).toBeUndefined()
  }
})

test('no character of a ticket can be another one', () => {
  for (let at = 0; at < ticket.length; at += at > payload.length - 4 ? 1 : 97) {
    const changed = ticket[at] === 'A' ? 'B' : 'A'
    const altered = ticket.slice(0, at) + changed + ticket.slice(at + 1)
    expect([at, readTicket('challenge', altered, Content)]).toEqual([at, undefined])
  }
})

test('a ticket of ours that has another content than expected is none', () => {
  expect(readTicket('challenge', issueTicket('challenge', { username: 'ada' }), Content)).toBeUndefined()
})
