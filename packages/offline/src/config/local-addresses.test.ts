import { expect, test } from 'vitest'
import { withLocalAddresses } from './local-addresses.ts'
import type { AppModel } from './model.ts'

test('what AWS would have addressed is addressed on this machine, wherever it stands', () => {
  const routerUrl = 'https://d1.cloudfront.net'
  const apiUrl = 'https://a1.execute-api.us-east-1.amazonaws.com/dev/'
  const model: AppModel = {
    name: 'test',
    stage: 'dev',
    region: 'us-east-1',
    accountId: '000000000000',
    userPools: [],
    apis: [{ id: 'Api', apiId: 'a1', stage: 'dev', routes: [] }],
    routers: [{ id: 'Router', routes: [{ path: '/api', target: 'Api' }] }],
    sites: [
      { id: 'Site', path: 'web', environment: { TARGET: `${routerUrl}/x`, OTHER: 'https://example.test' } },
    ],
    links: {
      Router: { type: 'sst.aws.Router', url: routerUrl },
      Api: { type: 'sst.aws.ApiGatewayV1', url: apiUrl },
      Config: { type: 'sst.sst.Linkable', list: [`${apiUrl}things`] },
    },
    functions: [
      {
        id: 'Fn',
        handler: 'fn.handler',
        runtime: 'nodejs24.x',
        timeoutSeconds: 3,
        memoryMb: 512,
        environment: { API: apiUrl },
        links: { Router: { type: 'sst.aws.Router', url: routerUrl } },
        nodejs: {},
      },
    ],
    unsupported: [],
  }

  const local = withLocalAddresses(model, 'http://localhost:5173')
  expect(local.links.Router?.url).toBe('http://localhost:5173')
  expect(local.links.Api?.url).toBe('http://localhost:5173/api/')
  expect(local.links.Config?.list).toEqual(['http://localhost:5173/api/things'])
  expect(local.functions[0]?.environment.API).toBe('http://localhost:5173/api/')
  expect(local.functions[0]?.links.Router?.url).toBe('http://localhost:5173')
  expect(local.sites[0]?.environment).toEqual({
    TARGET: 'http://localhost:5173/x',
    OTHER: 'https://example.test',
  })
})
