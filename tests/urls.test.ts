/** Addresses end up in logs and histories: nothing in them may say who somebody is, or prove it. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contract } from '@latchkey/core/contract'
import type { Endpoint } from '@latchkey/core/endpoint'
import { CredentialId } from '@latchkey/core/rules/passkey'
import { expect, test } from 'vitest'
import { root } from './root.ts'

test.each(Object.entries<Endpoint>(contract))(
  '%s takes no more in its path than the id of a passkey',
  (_, row) => {
    const placeholders = [...row.path.matchAll(/\{(.*?)\}/g)].map(([, name]) => name)
    expect(placeholders).toEqual(Object.keys(row.params?.entries ?? {}))
    for (const name of placeholders)
      expect([name, row.params?.entries[name ?? '']]).toEqual(['id', CredentialId])
    expect(row.path.replaceAll('{id}', 'id')).toMatch(/^(?:\/[a-z-]+)+$/)
  },
)

test('no function reads a query string', async () => {
  const sources = join(root, 'packages/functions/src')
  const files = (await readdir(sources, { recursive: true })).filter(file => /(?<!\.test)\.ts$/.test(file))
  const readers = []
  for (const file of files) {
    if (/queryString/i.test(await readFile(join(sources, file), 'utf8'))) readers.push(file)
  }
  expect(files).toContain('http/request.ts')
  expect(readers).toEqual([])
})
