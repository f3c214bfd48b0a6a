import { expect, test } from 'vitest'
import { envTypes } from './env-types.ts'

test('types follow the values of the links, by name', () => {
  const types = envTypes({
    Table: { type: 'sst.aws.Dynamo', name: 't', size: 3, open: true, tags: ['x'], nested: { deep: 'y' } },
    Api: { type: 'sst.aws.ApiGatewayV1', url: 'https://example.test/' },
  })
  expect(types).toContain(
    [
      'declare module "sst" {',
      '  export interface Resource {',
      '    "Api": {',
      '      "type": "sst.aws.ApiGatewayV1"',
      '      "url": string',
      '    }',
      '    "Table": {',
      '      "name": string',
      '      "nested": {',
      '        "deep": string',
      '      }',
      '      "open": boolean',
      '      "size": number',
      '      "tags": any',
      '      "type": "sst.aws.Dynamo"',
      '    }',
      '  }',
      '}',
    ].join('\n'),
  )
  expect(types).not.toContain('example.test')
})
