import { X509Certificate } from 'node:crypto'
import { mkdtempDisposable, readFile, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { localCertificate } from './certificate.ts'
import { listen } from './listen.ts'
import { createLocalServer } from './local-server.ts'

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), 'certificate-'))
const inDays = (days: number) => ({ now: () => Date.now() + days * 24 * 60 * 60 * 1000 })

test('it is kept where only its owner can read it, and used again', async () => {
  await using directory = await temporaryDirectory()
  const made = await localCertificate(directory.path)
  for (const name of ['localhost.crt', 'localhost.key'])
    expect((await stat(join(directory.path, name))).mode & 0o777).toBe(0o600)
  expect(await localCertificate(directory.path)).toEqual(made)
  expect(await localCertificate(directory.path, inDays(300))).toEqual(made)
})

test('one that is about to expire is replaced by one that lasts a year', async () => {
  await using directory = await temporaryDirectory()
  const first = await localCertificate(directory.path)
  const clock = inDays(360)
  const second = await localCertificate(directory.path, clock)
  expect(second.cert).not.toBe(first.cert)
  const { validToDate } = new X509Certificate(second.cert)
  expect(validToDate.getTime()).toBeGreaterThan(clock.now() + 364 * 24 * 60 * 60 * 1000)
  expect(await localCertificate(directory.path, clock)).toEqual(second)
})

test.each(['localhost.crt', 'localhost.key'])('a damaged %s is no obstacle', async name => {
  await using directory = await temporaryDirectory()
  const first = await localCertificate(directory.path)
  const file = join(directory.path, name)
  await writeFile(file, 'damaged')
  const second = await localCertificate(directory.path)
  expect(second.cert).not.toBe(first.cert)
  expect(await readFile(file, 'utf8')).not.toBe('damaged')
})

test.each(['localhost', '127.0.0.1', '[::1]'])('a client that trusts it believes %s', async host => {
  await using directory = await temporaryDirectory()
  const certificate = await localCertificate(directory.path)
  const server = createLocalServer(
    () => ({ answer: (_, response) => void response.end('Hello') }),
    certificate,
  )
  const listening = await listen(server, 0)
  const body = await new Promise((resolve, reject) => {
    const url = `https://${host}:${listening.port}`
    request(url, { ca: certificate.cert, agent: false }, response => resolve(text(response)))
      .on('error', reject)
      .end()
  }).finally(listening.close)
  expect(body).toBe('Hello')
})
