import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { componentsWithoutRow, rowsWithoutComponent, supportTable } from './support-table.ts'

test('the README has the table that the code gives; `npm run support-table` writes it', async () => {
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8')
  const [, written] = /<!-- support -->\n([\s\S]*)<!-- \/support -->/.exec(readme) ?? []
  expect(written?.trim()).toBe(supportTable())
})

test('every component of SST that is run has a row, and no other', () => {
  expect(componentsWithoutRow()).toEqual([])
  expect(rowsWithoutComponent()).toEqual([])
})
