/** Writes the table of what is run into the README of the offline runtime. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { supportTable } from '@latchkey/offline/support-table'

const readme = fileURLToPath(new URL('../packages/offline/README.md', import.meta.url))
const text = await readFile(readme, 'utf8')
const written = text.replace(
  /(<!-- support -->\n)[\s\S]*(<!-- \/support -->)/,
  (_, before, after) => `${before}\n${supportTable()}\n\n${after}`,
)
await writeFile(readme, written)
