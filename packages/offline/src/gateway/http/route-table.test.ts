import { describe, expect, test } from 'vitest'
import { httpRoute } from '../gateway-fixture.ts'
import { createRouteTable } from './route-table.ts'

const keys = [
  'GET /pets/dog/1',
  'GET /pets/dog/{id}',
  'GET /pets/{proxy+}',
  'ANY /{proxy+}',
  'GET /',
  'GET /a.b',
  'ANY /notes',
  'POST /notes',
  'GET /notes/{id}/pages/{page}',
]
const find = createRouteTable(keys.map(key => httpRoute(key)))

describe('a request', () => {
  test.each([
    ['GET', '/', 'GET /', {}],
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
    ['POST', '/notes', 'POST /notes', {}],
    ['PATCH', '/notes', 'ANY /notes', {}],
    ['GET', '/notes/ü b/pages/2', 'GET /notes/{id}/pages/{page}', { id: 'ü b', page: '2' }],
    ['GET', '/a.b', 'GET /a.b', {}],
  ])('%s %s goes to %s', (method, path, routeKey, pathParameters) => {
    const match = find(method, path)
    expect(match?.route.routeKey).toBe(routeKey)
    expect(match?.pathParameters).toEqual(pathParameters)
  })

  test('of another method goes to a broader route, unlike in a REST API', () => {
    expect(find('DELETE', '/pets/dog/1')?.route.routeKey).toBe('ANY /{proxy+}')
  })

  test('with a slash at the end is another one', () => {
    expect(find('GET', '/a.b/')?.route.routeKey).toBe('ANY /{proxy+}')
    expect(find('GET', '/pets/dog/')?.pathParameters).toEqual({ proxy: 'dog/' })
  })

  test('that no route fits goes to $default, or nowhere', () => {
    const routes = [httpRoute('$default'), httpRoute('GET /notes'), httpRoute('GET /files/{proxy+}')]
    const withDefault = createRouteTable(routes)
    const without = createRouteTable(routes.slice(1))

    for (const [method, path] of [
      ['POST', '/notes'],
      ['GET', '/'],
      ['GET', '/files'],
      ['GET', '/files/'],
      ['GET', '/Notes'],
    ] as const) {
      expect(withDefault(method, path)).toEqual({ route: routes[0], pathParameters: {} })
      expect(without(method, path)).toBeUndefined()
    }
    expect(withDefault('GET', '/notes')?.route).toBe(routes[1])
  })
})
