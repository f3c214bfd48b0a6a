import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compress } from './compression.ts'

const text = 'a'.repeat(1_000)
const answer = (body = text, headers: Record<string, string> = {}, statusCode = 200) => ({
  statusCode,
  headers: new Headers({ 'content-type': 'text/css;charset=UTF-8', etag: '"tag"', ...headers }),
  body: Buffer.from(body),
})
const both = ['br', 'gzip'] as const

test('Brotli comes before gzip for those who take both', async () => {
  const { headers, body } = await compress(answer(), both, 'gzip, deflate, br')
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-encoding': 'br',
    vary: 'Accept-Encoding',
    etag: 'W/"tag"',
  })
  expect(brotliDecompressSync(body).toString()).toBe(text)
})

test('a tag that is weak already stays as it is', async () => {
  const { headers } = await compress(answer(text, { etag: 'W/"tag"' }), both, 'br')
  expect(headers.get('etag')).toBe('W/"tag"')
})

test.each(['gzip', 'br;q=0, gzip;q=0.5', 'GZIP'])('gzip is given to those who take %j', async accepted => {
  const { headers, body } = await compress(answer(), both, accepted)
  expect(headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(body).toString()).toBe(text)
})

test.each([
  ['asked for by nobody', answer(), both, undefined],
  ['in an encoding that nobody knows', answer(), both, 'zstd, identity'],
  ['where the behavior does not allow it', answer(), [], 'br'],
  ['of less than 1000 bytes', answer(text.slice(1)), both, 'br'],
  ['of more than 10 MB', answer('a'.repeat(10_000_001)), both, 'br'],
  ['of another type', answer(text, { 'content-type': 'image/png' }), both, 'br'],
  ['that its origin has encoded', answer(text, { 'content-encoding': 'gzip' }), both, 'br'],
  ['with another status', answer(text, {}, 500), both, 'br'],
])('an answer %s stays as it is', async (_, given, encodings, accepted) => {
  expect(await compress(given, encodings, accepted)).toBe(given)
})
