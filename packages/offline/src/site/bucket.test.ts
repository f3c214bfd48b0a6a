import { mkdtempDisposable, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createBucket } from './bucket.ts'

async function uploaded({ isListable = true } = {}) {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'offline-bucket-'))
  const source = join(directory.path, 'index.html')
  await writeFile(source, 'hello')
  const file = { key: 'index.html', source, contentType: 'text/html;charset=UTF-8', cacheControl: 'no-cache' }
  const bucket = await createBucket({ domainName: 'files.example', files: [file], isListable })
  await rm(source)
  return bucket
}

test('a file is what it was when it was uploaded, with the headers of its upload', async () => {
  const { statusCode, headers, body } = (await uploaded())('GET', '/index.html')
  expect([statusCode, body.toString()]).toEqual([200, 'hello'])
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'text/html;charset=UTF-8',
    'cache-control': 'no-cache',
    etag: '"5d41402abc4b2a76b9719d911017c592"',
  })
})

test('a file that is missing is told only by a bucket that may be listed', async () => {
  const missing = (await uploaded())('GET', '/nope.js')
  expect([missing.statusCode, missing.body.toString()]).toEqual([
    404,
    expect.stringContaining('<Code>NoSuchKey</Code>'),
  ])
  const hidden = (await uploaded({ isListable: false }))('GET', '/nope.js')
  expect([hidden.statusCode, hidden.body.toString()]).toEqual([
    403,
    expect.stringContaining('<Code>AccessDenied</Code>'),
  ])
})

test.each([
  '/../index.html',
  '/assets/../index.html',
  '/assets/%2e%2e/index.html',
  '/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '//index.html',
  '/index.html/',
  '/index.html%00',
  '/',
])('%s is the name of no file', async uri => {
  expect((await uploaded())('GET', uri).statusCode).toBe(404)
})

test('a name that cannot be decoded is a bad request', async () => {
  expect((await uploaded())('GET', '/%zz').statusCode).toBe(400)
})

test.each(['PUT', 'POST', 'DELETE', 'OPTIONS'])('%s is not allowed to CloudFront', async method => {
  expect((await uploaded())(method, '/index.html').statusCode).toBe(403)
})
