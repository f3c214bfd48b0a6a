import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('loads at start what every pool needs, and the rest when it is asked for', () => {
  const program = join(import.meta.dirname, 'testing/list-loaded.ts')
  const printed = execFileSync(process.execPath, [program], { encoding: 'utf8' })
  const { packages, ofNode } = JSON.parse(printed) as { packages: string[]; ofNode: string[] }

  // No AWS SDK, no passkey library; and of Node not the HTTP client, which an import of node:http brings with it.
  expect(packages).toEqual(['jose', 'otpauth'])
  expect(ofNode).toContain('NativeModule http')
  expect(ofNode.filter(name => name.includes('undici'))).toEqual([])
})
