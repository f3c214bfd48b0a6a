/** Writes the list of common passwords that the functions hold against new ones. */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { commonPasswordsModule } from './common-passwords-module.ts'

const file = fileURLToPath(
  new URL('../packages/functions/src/passwords/common-passwords.ts', import.meta.url),
)
await writeFile(file, commonPasswordsModule())
