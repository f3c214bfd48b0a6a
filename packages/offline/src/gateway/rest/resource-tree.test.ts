import { describe, expect, test } from 'vitest'
import { route } from '../gateway-fixture.ts'
import { createResourceTree } from './resource-tree.ts'

const find = createResourceTree([
  route('GET', '/'),
  route('GET', '/notes'),
  route('GET', '/notes/{id}'),
  route('DELETE', '/notes/{id}'),
  route('GET', '/notes/new'),
  route('GET', '/notes/{id}/pages/{page}'),
  route('ANY', '/files/{proxy+}'),
  route('PUT', '/files/{proxy+}'),
  route('GET', '/account/settings/mail'),
  route('ANY', '/account/{proxy+}'),
])

describe('a path', () => {
  test.each([
    ['GET', '/', 'GET /', {}],
    ['GET', '/notes', 'GET /notes', {}],
    ['GET', '/notes/', 'GET /notes', {}],
    ['GET', '/notes/new', 'GET /notes/new', {}],
    ['GET', '/notes/news', 'GET /notes/{id}', { id: 'news' }],
    ['GET', '/notes/a%2Fb', 'GET /notes/{id}', { id: 'a%2Fb' }],
    ['GET', '/notes/new/pages/2', 'GET /notes/{id}/pages/{page}', { id: 'new', page: '2' }],
    ['GET', '/files/a/b.txt', 'ANY /files/{proxy+}', { proxy: 'a/b.txt' }],
    ['GET', '/files/a/b/', 'ANY /files/{proxy+}', { proxy: 'a/b' }],
    ['PUT', '/files/a', 'PUT /files/{proxy+}', { proxy: 'a' }],
    ['GET', '/account/other/mail', 'ANY /account/{proxy+}', { proxy: 'other/mail' }],
    ['GET', '/account/settings/mail/x', 'ANY /account/{proxy+}', { proxy: 'settings/mail/x' }],
  ])('%s %s goes to %s', (method, path, functionId, pathParameters) => {
    const match = find(method, path)
    expect(match?.route.integration).toMatchObject({ functionId })
    expect(match?.pathParameters).toEqual(pathParameters)
  })

  test.each([
    ['GET', '/nothing'],
    ['POST', '/notes'],
    ['HEAD', '/notes'],
    ['OPTIONS', '/notes'],
    ['GET', '/Notes'],
    ['GET', '//notes'],
    ['GET', '/notes//'],
    ['GET', '/files'],
    ['GET', '/files/'],
    ['DELETE', '/notes/new'],
  ])('%s %s goes nowhere', (method, path) => {
    expect(find(method, path)).toBeUndefined()
  })

  test('that is only the parent of others is not taken by {proxy+}', () => {
    expect(find('GET', '/account/settings')).toBeUndefined()
  })
})
