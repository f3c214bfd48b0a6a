/** Requests that only a program writes byte by byte, to find out what two servers make of the same bytes. */
import fc from 'fast-check'
import type { HttpRequest } from '../http-exchange.ts'

/** From a request that would be taken. */
type Bytes = (request: HttpRequest, host: string) => Buffer

type Parts = { first: string; headers: string[]; body: string }

const partsOf = ({ method, path, headers, body }: HttpRequest, host: string): Parts => ({
  first: `${method} ${path} HTTP/1.1`,
  headers: [`Host: ${host}`, 'Connection: close', ...headers.map(([name, value]) => `${name}: ${value}`)],
  body: String(body ?? ''),
})

const written = ({ first, headers, body }: Parts, newline = '\r\n') =>
  Buffer.from([first, ...headers, '', body].join(newline), 'latin1')

const lengthOf = (body: string) => `Content-Length: ${Buffer.byteLength(body)}`

/** None of them is one request that every server understands in the same way. */
const spoilers: ((parts: Parts) => Buffer)[] = [
  // A body of two lengths, of none, of another than it has, or in chunks that are none.
  ({ first, headers, body }) =>
    written({ first, headers: [...headers, lengthOf(body), 'Content-Length: 0'], body }),
  ({ first, headers, body }) =>
    written({ first, headers: [...headers, lengthOf(body), 'Transfer-Encoding: chunked'], body }),
  ({ first, headers, body }) =>
    written({
      first,
      headers: [...headers, 'Transfer-Encoding: chunked', lengthOf(body)],
      body: `0\r\n\r\n${body}`,
    }),
  ({ first, headers, body }) =>
    written({ first, headers: [...headers, 'Transfer-Encoding: xchunked'], body }),
  ({ first, headers, body }) =>
    written({ first, headers: [...headers, 'Transfer-Encoding : chunked'], body }),
  ({ first, headers, body }) => written({ first, headers: [...headers, 'Transfer-Encoding: chunked'], body }),
  ({ first, headers, body }) =>
    written({
      first,
      headers: [...headers, 'Transfer-Encoding: chunked'],
      body: `ffffffffffffffff\r\n${body}\r\n0\r\n\r\n`,
    }),
  ({ first, headers, body }) => written({ first, headers: [...headers, 'Content-Length: -1'], body }),
  ({ first, headers, body }) => written({ first, headers: [...headers, 'Content-Length: +20'], body }),
  ({ first, headers, body }) => written({ first, headers: [...headers, 'Content-Length: 0x20'], body }),
  ({ first, headers, body }) =>
    written({ first, headers: [...headers, 'Content-Length: 99999999999999999999'], body }),
  ({ first, headers, body }) =>
    written({ first, headers: [...headers, `Content-Length: ${body.length + 9}`], body }),
  // Headers that are folded, that have no name, no end, or a line within the line.
  ({ first, headers, body }) => written({ first, headers: [...headers, lengthOf(body), ' folded'], body }),
  ({ first, headers, body }) => written({ first, headers: [...headers, lengthOf(body), ': nameless'], body }),
  ({ first, headers, body }) => written({ first, headers: [...headers, lengthOf(body), 'no colon'], body }),
  ({ first, headers, body }) =>
    written({ first, headers: [...headers, lengthOf(body), 'X-A: a\rX-B: b'], body }),
  ({ first, headers, body }) => written({ first, headers: [...headers, lengthOf(body), 'X-A: a\0b'], body }),
  ({ first, headers, body }) => written({ first, headers: [...headers, lengthOf(body), 'X A: b'], body }),
  ({ first, headers, body }) =>
    written({ first, headers: [...headers, lengthOf(body), `X: ${'x'.repeat(70_000)}`], body }),
  ({ first, headers, body }) => written({ first, headers: [...headers, lengthOf(body)], body }, '\r'),
  ({ first, headers }) => Buffer.from([first, ...headers].join('\r\n')),
  // No host, two, or somebody else's.
  ({ first, headers, body }) => written({ first, headers: [...headers.slice(1), lengthOf(body)], body }),
  ({ first, headers, body }) =>
    written({ first, headers: ['Host: other.example', ...headers.slice(1), lengthOf(body)], body }),
  ({ first, headers, body }) =>
    written({ first, headers: ['Host: localhost.other.example', ...headers.slice(1)], body }),
  ({ first, headers, body }) =>
    written({ first, headers: ['Host: a b', ...headers.slice(1), lengthOf(body)], body }),
  // A first line in small letters, of another version, with blanks, or without an end.
  ({ first, headers, body }) =>
    written({ first: first.toLowerCase(), headers: [...headers, lengthOf(body)], body }),
  ({ first, headers, body }) =>
    written({
      first: first.replace(/^\w+/, method => method.toLowerCase()),
      headers: [...headers, lengthOf(body)],
      body,
    }),
  ({ first, headers, body }) =>
    written({ first: first.replace('1.1', '9.9'), headers: [...headers, lengthOf(body)], body }),
  ({ first, headers, body }) => written({ first: first.replace(' HTTP/1.1', ''), headers, body }),
  ({ first, headers, body }) =>
    written({ first: first.replace(' /', '\t/'), headers: [...headers, lengthOf(body)], body }),
  ({ first, headers, body }) =>
    written({ first: first.replace('/api', '/a pi'), headers: [...headers, lengthOf(body)], body }),
  ({ first, headers, body }) =>
    written({ first: first.replace('/api', '/api\0'), headers: [...headers, lengthOf(body)], body }),
  ({ first, headers, body }) =>
    written({
      first: first.replace('/api', 'http://other.example/api/x'),
      headers: [...headers, lengthOf(body)],
      body,
    }),
  () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  () => Buffer.from([0x16, 0x03, 0x01, 0x00, 0xa5, 0x01, 0x00, 0x00, 0xa1, 0x03, 0x03]),
  () => Buffer.from('\r\n\r\n\r\n'),
]

const known: fc.Arbitrary<Bytes> = fc
  .constantFrom(...spoilers)
  .map(spoil => (request, host) => spoil(partsOf(request, host)))

/** Another byte in the path, or one more. */
const garbled: fc.Arbitrary<Bytes> = fc
  .tuple(fc.nat(), fc.constantFrom(...'\0\r\n\t /?#%:;.\u00ff'), fc.boolean())
  .map(([place, letter, isInstead]) => (request, host) => {
    const parts = partsOf(request, host)
    const start = parts.first.indexOf('/api/') + '/api/'.length
    const at = start + (place % (parts.first.lastIndexOf(' ') - start))
    const first = parts.first.slice(0, at) + letter + parts.first.slice(at + Number(isInstead))
    return written({ ...parts, first, headers: [...parts.headers, lengthOf(parts.body)] })
  })

const anything: fc.Arbitrary<Bytes> = fc
  .uint8Array({ minLength: 1, maxLength: 200 })
  .map(bytes => () => Buffer.from(bytes))

export const rawRequest: fc.Arbitrary<Bytes> = fc.oneof(
  { weight: 3, arbitrary: known },
  { weight: 2, arbitrary: garbled },
  { weight: 1, arbitrary: anything },
)
