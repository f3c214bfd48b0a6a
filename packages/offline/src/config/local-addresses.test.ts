import { expect, test } from 'vitest'
import { apiAddresses, withLocalAddresses } from './local-addresses.ts'
import type { AppModel } from './model.ts'

const stage = (name: string) => ({ stage: name, stageVariables: {}, routes: [] })
const rest = { kind: 'rest' as const, isEdge: false, binaryMediaTypes: [], gatewayResponses: {} }

test('what AWS would have addressed is addressed on this machine, wherever it stands', () => {
  const routerUrl = 'https://d1.cloudfront.net'
  const apiUrl = 'https://a1.execute-api.us-east-1.amazonaws.com/dev/'
  const model: AppModel = {
    name: 'test',
    stage: 'dev',
    region: 'us-east-1',
    accountId: '000000000000',
    userPools: [
      {
        pool: { Id: 'us-east-1_Pool', Name: 'Pool', EmailVerificationMessage: `{####} is for ${routerUrl}` },
        factors: { WebAuthnConfiguration: { RelyingPartyId: 'd1.cloudfront.net' } },
        clients: [
          {
            ClientId: 'client',
            ClientName: 'Client',
            UserPoolId: 'us-east-1_Pool',
            CallbackURLs: [`${routerUrl}/back`, 'wss://d1.cloudfront.net'],
          },
        ],
      },
    ],
    apis: [
      { ...rest, id: 'Api', apiId: 'a1', ...stage('dev') },
      { ...rest, id: 'OwnRest', apiId: 'a2', ...stage('dev') },
      { kind: 'http', id: 'OwnHttp', apiId: 'a3', ...stage('$default') },
      { kind: 'http', id: 'Plain', apiId: 'a4', ...stage('$default') },
      { kind: 'http', id: 'Staged', apiId: 'a5', ...stage('v1') },
    ],
    routers: [
      {
        id: 'Router',
        routes: [
          { path: '/api', target: 'Api', rewrite: { regex: '^/api', to: '/dev' } },
          { path: '/plain', target: 'Plain' },
        ],
      },
    ],
    sites: [
      { id: 'Site', path: 'web', environment: { TARGET: `${routerUrl}/x`, OTHER: 'https://example.test' } },
    ],
    links: {
      Router: { type: 'sst.aws.Router', url: routerUrl },
      Api: { type: 'sst.aws.ApiGatewayV1', url: apiUrl },
      OwnRest: { type: 'sst.aws.ApiGatewayV1', url: 'https://a2.execute-api.us-east-1.amazonaws.com/dev/' },
      OwnHttp: { type: 'sst.aws.ApiGatewayV2', url: 'https://a3.execute-api.us-east-1.amazonaws.com' },
      Plain: { type: 'sst.aws.ApiGatewayV2', url: 'https://a4.execute-api.us-east-1.amazonaws.com' },
      Staged: { type: 'sst.aws.ApiGatewayV2', url: 'https://a5.execute-api.us-east-1.amazonaws.com' },
      Config: {
        type: 'sst.sst.Linkable',
        list: [
          `${apiUrl}things`,
          'https://a2.execute-api.us-east-1.amazonaws.com',
          'https://a5.execute-api.us-east-1.amazonaws.com/v1/things',
        ],
      },
    },
    functions: [
      {
        id: 'Fn',
        arn: 'arn:aws:lambda:eu-central-1:123456789012:function:fixture',
        handler: 'fn.handler',
        runtime: 'nodejs24.x',
        timeoutSeconds: 3,
        memoryMb: 512,
        environment: { API: apiUrl },
        links: { Router: { type: 'sst.aws.Router', url: routerUrl } },
        nodejs: {},
      },
    ],
    distributions: [],
    buckets: [],
    unsupported: [],
  }

  const apiOrigins = new Map([
    ['OwnRest', 'http://localhost:5174'],
    ['OwnHttp', 'http://localhost:5175'],
    ['Staged', 'http://localhost:5176'],
  ])
  const local = withLocalAddresses(model, 'http://localhost:5173', apiOrigins)
  expect(local.links.Router?.url).toBe('http://localhost:5173')
  expect(local.links.Api?.url).toBe('http://localhost:5173/api/')
  expect(local.links.Config?.list).toEqual([
    'http://localhost:5173/api/things',
    'http://localhost:5174',
    'http://localhost:5176/v1/things',
  ])
  expect(local.links.OwnRest?.url).toBe('http://localhost:5174/dev/')
  expect(local.links.OwnHttp?.url).toBe('http://localhost:5175')
  expect(local.links.Staged?.url).toBe('http://localhost:5176')
  // The router hands on `/plain/…` as it is, so that is what the API's own routes begin with.
  expect(local.links.Plain?.url).toBe('http://localhost:5173')
  expect(local.functions[0]?.environment.API).toBe('http://localhost:5173/api/')
  expect(local.functions[0]?.links.Router?.url).toBe('http://localhost:5173')
  expect(local.sites[0]?.environment).toEqual({
    TARGET: 'http://localhost:5173/x',
    OTHER: 'https://example.test',
  })
  const [pool] = local.userPools
  expect(pool?.pool.EmailVerificationMessage).toBe('{####} is for http://localhost:5173')
  expect(pool?.factors?.WebAuthnConfiguration?.RelyingPartyId).toBe('localhost')
  expect(pool?.clients[0]?.CallbackURLs).toEqual(['http://localhost:5173/back', 'wss://localhost:5173'])
})

test('an API is at its own origin, or where a router reaches it', () => {
  const api = (id: string, name: string) => ({ kind: 'http' as const, id, apiId: id, ...stage(name) })
  const model = {
    apis: [api('own', '$default'), api('staged', 'v1'), api('routed', '$default'), api('root', '$default')],
    routers: [
      {
        id: 'Router',
        routes: [
          { path: '/r', target: 'routed', rewrite: { regex: '^/r', to: '' } },
          { path: '/', target: 'root', rewrite: { regex: '^/', to: '/' } },
        ],
      },
    ],
  }
  const apiOrigins = new Map([
    ['own', 'http://localhost:1'],
    ['staged', 'http://localhost:2'],
  ])
  expect(apiAddresses(model, 'http://localhost:5173', apiOrigins)).toEqual([
    { id: 'own', url: 'http://localhost:1' },
    { id: 'staged', url: 'http://localhost:2/v1' },
    { id: 'routed', url: 'http://localhost:5173/r' },
    { id: 'root', url: 'http://localhost:5173' },
  ])
})

/** An app of which a test looks at one part. */
const emptyModel: AppModel = {
  name: 'test',
  stage: 'dev',
  region: 'us-east-1',
  accountId: '000000000000',
  userPools: [],
  apis: [],
  routers: [],
  sites: [],
  functions: [],
  distributions: [],
  buckets: [],
  links: {},
  unsupported: [],
}

test.each([
  ['http://localhost:5173', 'http://localhost:5173/account'],
  ['http://localhost:6000', 'http://localhost:6000/account'],
  ['https://localhost:5173', 'https://localhost:5173/account'],
])('what `sst dev` serves on this machine is addressed where %s serves it', (origin, account) => {
  const url = 'http://localhost:5173'
  const model: AppModel = {
    ...emptyModel,
    sites: [{ id: 'Site', path: 'web', environment: {} }],
    links: {
      Site: { type: 'sst.aws.StaticSite', url },
      Mail: {
        type: 'sst.sst.Linkable',
        account: `${url}/account`,
        other: `${url}0`,
        host: 'localhost:5173',
        name: 'localhost',
      },
    },
  }
  expect(withLocalAddresses(model, origin, new Map()).links.Mail).toEqual({
    type: 'sst.sst.Linkable',
    account,
    other: `${url}0`,
    host: new URL(origin).host,
    name: 'localhost',
  })
})

test('a browser is not told to come to this machine by TLS alone from now on', () => {
  const kept = { name: 'X-Frame-Options', value: 'DENY', override: true }
  const added = [{ name: 'Strict-Transport-Security', value: 'max-age=63072000', override: true }, kept]
  const behavior = { pathPattern: '*', allowedMethods: ['GET'], originDomain: '', encodings: [] }
  const model: AppModel = {
    ...emptyModel,
    distributions: [
      {
        id: 'Router',
        distributionId: 'E1',
        domainName: 'd1.cloudfront.net',
        behaviors: [{ ...behavior, responseHeaders: { added, removed: ['Server'] } }, behavior],
      },
    ],
  }
  const behaviorsAt = (origin: string) =>
    withLocalAddresses(model, origin, new Map()).distributions[0]?.behaviors
  expect(behaviorsAt('https://localhost:5173')).toEqual([
    { ...behavior, responseHeaders: { added: [kept], removed: ['Server'] } },
    behavior,
  ])
  // Without TLS browsers pay no heed to it.
  expect(behaviorsAt('http://localhost:5173')).toEqual(model.distributions[0]?.behaviors)
})
