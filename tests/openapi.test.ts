import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contract } from '@latchkey/core/contract'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { openApiDocument } from '../tools/openapi-document.ts'
import { root } from './root.ts'

const document = async () => JSON.parse(await readFile(join(root, 'docs/openapi.json'), 'utf8'))

test('the committed document is what the contract gives; `npm run openapi` writes it', async () => {
  expect(await document()).toEqual(openApiDocument())
})

test('it is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  expect(await validator.validate(await document())).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test('each row is an operation, and each operation a row', async () => {
  const { paths } = await document()
  const operations = Object.entries<Record<string, { operationId: string }>>(paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => [
        operationId,
        `${method.toUpperCase()} ${path}`,
      ]),
  )
  const rows = Object.entries(contract).map(([name, { method, path }]) => [name, `${method} ${path}`])
  expect(Object.fromEntries(operations)).toEqual(Object.fromEntries(rows))
})

test.each([
  ['post', '/account/totp'],
  ['post', '/account/passkeys/options'],
  ['delete', '/account/passkeys/{id}'],
])('%s %s takes no body, and may be refused as invalid all the same', async (method, path) => {
  const { paths } = await document()
  expect(paths[path][method].responses['400'].description).toBe('`invalid_request`')
})
