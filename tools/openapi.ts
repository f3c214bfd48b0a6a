/** Writes the OpenAPI document. */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openApiDocument } from './openapi-document.ts'

const file = fileURLToPath(new URL('../docs/openapi.json', import.meta.url))
await writeFile(file, `${JSON.stringify(openApiDocument(), undefined, 2)}\n`)
