/** The gateway and the edge as `sst deploy` would create them: who gets through, how often, and with which headers. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contract } from '@latchkey/core/contract'
import { byType, type Graph, type Properties } from '@latchkey/offline/graph'
import { readModel } from '@latchkey/offline/read-model'
import { beforeAll, describe, expect, test } from 'vitest'
import { graphsOfStages, only } from './graph-of-stage.ts'
import { root } from './root.ts'

let prod: Graph
let preview: Graph

beforeAll(async () => {
  const graphs = await graphsOfStages(['prod', 'preview'])
  prod = graphs.prod
  preview = graphs.preview
})

const pool = () => only(prod, 'aws:cognito/userPool:UserPool')
const client = () => only(prod, 'aws:cognito/userPoolClient:UserPoolClient')
const distribution = (graph: Graph) =>
  only(graph, 'aws:cloudfront/distribution:Distribution').inputs as {
    defaultCacheBehavior: Properties
    orderedCacheBehaviors: Properties[]
    customErrorResponses: Properties[]
    viewerCertificate: Properties
    webAclId?: string
  }
const apiRoutes = () => readModel(prod).apis.flatMap(api => (api.kind === 'rest' ? api.routes : []))

type Entry = { type: string; literal?: unknown; wrapped?: Entry }

/** What the gateway is to hold an object against: strings, fixed values, and objects whose inside is the function's. */
function shapeOf(entries: Record<string, Entry>) {
  const required = Object.keys(entries).filter(key => entries[key]?.type !== 'optional')
  const typeOf = ({ type, literal, wrapped }: Entry): unknown => {
    if (wrapped) return typeOf(wrapped)
    if (type === 'literal') return { enum: [literal] }
    return type === 'object' ? expect.objectContaining({ type }) : { type }
  }
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, typeOf(entry)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
}

describe('the API', () => {
  test('is public on these routes and on no other', () => {
    const open = apiRoutes()
      .filter(({ authorization }) => authorization.type === 'NONE')
      .map(({ method, path }) => `${method} ${path}`)
    expect(open.sort()).toEqual([
      'POST /confirm',
      'POST /forgot-password',
      'POST /resend-code',
      'POST /reset-password',
      'POST /session/refresh',
      'POST /sign-in',
      'POST /sign-in/challenge',
      'POST /sign-in/passkey',
      'POST /sign-out',
      'POST /sign-up',
    ])
  })

  test('wants the ID token of our own client everywhere else', () => {
    const guarded = apiRoutes().filter(({ authorization }) => authorization.type !== 'NONE')
    expect(guarded.length).toBeGreaterThan(0)
    for (const { authorization } of guarded) {
      expect(authorization).toEqual({
        type: 'COGNITO_USER_POOLS',
        userPoolIds: [pool().id],
        header: 'Authorization',
        scopes: [],
        validationExpression: `^${client().id}$`,
      })
    }
  })

  test('has no route beside the contract, and none for development', () => {
    const rows = Object.values(contract).map(({ method, path }) => `${method} ${path}`)
    expect(
      apiRoutes()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual(rows.sort())
    expect(byType(prod, 'aws:lambda/functionUrl:FunctionUrl')).toEqual([])
  })

  test('has no CORS: no preflight answers, no headers on errors', () => {
    const methods = byType(prod, 'aws:apigateway/method:Method').map(({ inputs }) => inputs.httpMethod)
    expect(methods).not.toContain('OPTIONS')
    expect(byType(prod, 'aws:apigateway/response:Response')).toEqual([])
  })

  test('is regional', () => {
    const { endpointConfiguration } = only(prod, 'aws:apigateway/restApi:RestApi').inputs
    expect(endpointConfiguration).toEqual({ types: 'REGIONAL' })
  })

  test('holds every body against the keys and types of its row', () => {
    for (const { method, path, requestModels, validatesBody } of apiRoutes()) {
      const row = Object.values(contract).find(
        candidate => candidate.method === method && candidate.path === path,
      )
      if (!row || !('body' in row)) continue
      expect(validatesBody).toBe(true)
      const $schema = 'http://json-schema.org/draft-04/schema#'
      expect(requestModels['application/json']).toEqual(
        'options' in row.body
          ? { $schema, anyOf: row.body.options.map(({ entries }) => shapeOf(entries)) }
          : { $schema, ...shapeOf(row.body.entries) },
      )
    }
  })

  test('is deployed again when an authorizer or a model changes', () => {
    const { triggers } = only(prod, 'aws:apigateway/deployment:Deployment').inputs as { triggers: Properties }
    const parts = JSON.parse(String(triggers.parts))
    expect(parts).toContainEqual([pool().state.arn])
    expect(parts).toContain(`^${client().id}$`)
    for (const model of byType(prod, 'aws:apigateway/model:Model'))
      expect(parts).toContain(model.inputs.schema)
  })

  test('keeps a log of every request, of those too that reach no function, without headers or bodies', () => {
    const { accessLogSettings } = only(prod, 'aws:apigateway/stage:Stage').inputs as {
      accessLogSettings: { destinationArn: string; format: string }
    }
    const groups = byType(prod, 'aws:cloudwatch/logGroup:LogGroup').map(({ state }) => state.arn)
    expect(groups).toContain(accessLogSettings.destinationArn)
    const fields = JSON.parse(accessLogSettings.format) as Record<string, string>
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(['requestId', 'path', 'status', 'ip']))
    expect(accessLogSettings.format).not.toMatch(/header|querystring|body|claims/i)
  })

  test('stands behind the router on the path /api, without its stage showing', () => {
    const [router] = readModel(prod).routers
    expect(router?.routes).toEqual([
      { path: '/api', target: 'Api', rewrite: { regex: '^/api', to: '/prod' } },
    ])
  })
})

describe('the throttles', () => {
  const settings = () =>
    byType(prod, 'aws:apigateway/methodSettings:MethodSettings').map(({ inputs }) => inputs)
  const ratesOf = (...paths: string[]) =>
    apiRoutes()
      .filter(({ path }) => paths.includes(path))
      .map(({ throttle }) => throttle?.ratePerSecond ?? 0)
  const sum = (values: number[]) => values.reduce((total, value) => total + value)

  test('are these, a second and at once', () => {
    const limits = settings().map(({ methodPath, settings }) => {
      const { throttlingRateLimit, throttlingBurstLimit, ...others } = settings as Properties
      expect(others).toEqual({})
      return [methodPath, [throttlingRateLimit, throttlingBurstLimit]]
    })
    expect(Object.fromEntries(limits)).toEqual({
      '*/*': [500, 1000],
      '~1sign-in/POST': [100, 200],
      '~1sign-in~1passkey/POST': [20, 40],
      '~1sign-in~1challenge/POST': [100, 200],
      '~1sign-up/POST': [20, 40],
      '~1confirm/POST': [30, 60],
      '~1forgot-password/POST': [10, 20],
      '~1reset-password/POST': [10, 20],
      '~1account~1password/POST': [10, 20],
      '~1resend-code/POST': [20, 40],
      '~1session~1refresh/POST': [80, 160],
      '~1sign-out/POST': [40, 80],
      '~1account~1email/POST': [10, 20],
      '~1account~1email~1confirm/POST': [10, 40],
    })
  })

  test('are those of the stage that is deployed, and of every route', () => {
    const { stageName, restApi } = only(prod, 'aws:apigateway/stage:Stage').inputs
    for (const inputs of settings()) expect(inputs).toMatchObject({ stageName, restApi })
    for (const { throttle } of apiRoutes()) expect(throttle?.burst).toBeGreaterThan(0)
  })

  test.each([
    ['InitiateAuth', 120, ['/sign-in', '/sign-in/passkey']],
    ['RespondToAuthChallenge', 360, ['/sign-in/challenge']],
    ['user creation', 50, ['/sign-up', '/confirm']],
    ['tokens', 120, ['/session/refresh', '/sign-out']],
    ['updates', 25, ['/account/email', '/account/email/confirm']],
    ['account recovery', 30, ['/forgot-password', '/reset-password', '/account/password']],
  ])('together ask no more of Cognito than its quota for %s', (_, quota, paths) => {
    const rates = ratesOf(...paths)
    expect(rates).toHaveLength(paths.length)
    expect(sum(rates)).toBeLessThanOrEqual(quota)
  })
})

describe('the distribution', () => {
  test('never keeps an answer of the API, and takes it over TLS only', () => {
    const { orderedCacheBehaviors, defaultCacheBehavior } = distribution(prod)
    expect(orderedCacheBehaviors).toHaveLength(1)
    expect(orderedCacheBehaviors[0]).toMatchObject({
      pathPattern: '/api/*',
      // CloudFront's managed CachingDisabled policy.
      cachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      viewerProtocolPolicy: 'https-only',
      functionAssociations: defaultCacheBehavior.functionAssociations,
      originRequestPolicyId: defaultCacheBehavior.originRequestPolicyId,
    })
  })

  test('leads everybody else to TLS, and sends each behaviour the headers that are its own', () => {
    const { orderedCacheBehaviors, defaultCacheBehavior } = distribution(prod)
    expect(defaultCacheBehavior.viewerProtocolPolicy).toBe('redirect-to-https')
    const policies = byType(prod, 'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy')
    const nameOf = ({ responseHeadersPolicyId }: Properties) =>
      policies.find(({ id }) => id === responseHeadersPolicyId)?.name
    expect([nameOf(defaultCacheBehavior), ...orderedCacheBehaviors.map(nameOf)]).toEqual([
      'SiteHeaders',
      'ApiHeaders',
    ])
  })

  test("speaks TLS as CloudFront's own certificate has it; a domain of one's own brings TLSv1.2_2021", async () => {
    expect(distribution(prod).viewerCertificate).toEqual({ cloudfrontDefaultCertificate: true })
    const cdn = await readFile(join(root, '.sst/platform/src/components/aws/cdn.ts'), 'utf8')
    expect(cdn.match(/minimumProtocolVersion: .*/g)).toEqual(['minimumProtocolVersion: "TLSv1.2_2021",'])
  })

  test('puts no page of its own in the place of an error, and keeps none', () => {
    expect(distribution(prod).customErrorResponses).toEqual(
      [404, 500, 502, 503, 504].map(errorCode => ({ errorCode, errorCachingMinTtl: 0 })),
    )
  })
})

describe('the firewall', () => {
  const webAcls = (graph: Graph) => byType(graph, 'aws:wafv2/webAcl:WebAcl')

  test('counts the requests that each address makes to the API, in production', () => {
    const { inputs, state } = only(prod, 'aws:wafv2/webAcl:WebAcl')
    expect(distribution(prod).webAclId).toBe(state.arn)
    expect(inputs).toMatchObject({ scope: 'CLOUDFRONT', defaultAction: { allow: {} } })
    expect(inputs.rules).toEqual([
      expect.objectContaining({
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: {
          rateBasedStatement: {
            limit: 1000,
            aggregateKeyType: 'IP',
            scopeDownStatement: {
              byteMatchStatement: {
                fieldToMatch: { uriPath: {} },
                positionalConstraint: 'STARTS_WITH',
                searchString: '/api/',
                textTransformations: [{ priority: 0, type: 'NONE' }],
              },
            },
          },
        },
      }),
    ])
  })

  test('is not run offline, and that is said at a start of production', () => {
    expect(readModel(prod).unsupported).toEqual([
      { name: 'RouterWaf', type: 'aws:wafv2/webAcl:WebAcl', reason: 'is not run offline' },
    ])
  })

  test('costs nothing on any other stage', () => {
    expect(webAcls(preview)).toEqual([])
    expect(distribution(preview)).not.toHaveProperty('webAclId')
    expect(readModel(preview).unsupported).toEqual([])
  })
})
