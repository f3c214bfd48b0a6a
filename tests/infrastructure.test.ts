/**
 * Rules about what `sst deploy` would create, held against the resource graph
 * of the real `sst.config.ts`.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contract } from '@latchkey/core/contract'
import { envTypes } from '@latchkey/offline/env-types'
import { byType, type Graph, type Properties } from '@latchkey/offline/graph'
import { readModel } from '@latchkey/offline/read-model'
import { beforeAll, describe, expect, test } from 'vitest'
import { graphsOfStages } from './graph-of-stage.ts'
import { root } from './root.ts'

let prod: Graph
let preview: Graph

beforeAll(async () => {
  const graphs = await graphsOfStages(['prod', 'preview'])
  prod = graphs.prod
  preview = graphs.preview
})

const only = (graph: Graph, type: string) => {
  const [resource, ...others] = byType(graph, type)
  if (!resource || others.length)
    throw new Error(`Expected one ${type}, found ${others.length + (resource ? 1 : 0)}.`)
  return resource
}
const pool = (graph: Graph) => only(graph, 'aws:cognito/userPool:UserPool')
const apiRoutes = () => readModel(prod).apis.flatMap(api => (api.kind === 'rest' ? api.routes : []))

describe('the API', () => {
  test('is public on these routes and on no other', () => {
    const open = apiRoutes()
      .filter(({ authorization }) => authorization.type === 'NONE')
      .map(({ method, path }) => `${method} ${path}`)
    expect(open.sort()).toEqual(['POST /confirm', 'POST /resend-code', 'POST /sign-in', 'POST /sign-up'])
  })

  test('wants the ID token of our own pool everywhere else', () => {
    const guarded = apiRoutes().filter(({ authorization }) => authorization.type !== 'NONE')
    expect(guarded.length).toBeGreaterThan(0)
    for (const { authorization } of guarded) {
      expect(authorization).toEqual({
        type: 'COGNITO_USER_POOLS',
        userPoolIds: [pool(prod).id],
        header: 'Authorization',
        scopes: [],
      })
    }
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
      expect(requestModels['application/json']).toEqual({
        $schema: 'http://json-schema.org/draft-04/schema#',
        type: 'object',
        properties: Object.fromEntries(Object.keys(row.body.entries).map(key => [key, { type: 'string' }])),
        required: Object.keys(row.body.entries),
        additionalProperties: false,
      })
    }
  })

  test('is deployed again when an authorizer or a model changes', () => {
    const { triggers } = only(prod, 'aws:apigateway/deployment:Deployment').inputs as { triggers: Properties }
    const parts = JSON.parse(String(triggers.parts))
    expect(parts).toContainEqual([pool(prod).state.arn])
    for (const model of byType(prod, 'aws:apigateway/model:Model'))
      expect(parts).toContain(model.inputs.schema)
  })

  test('stands behind the router on the path /api, without its stage showing', () => {
    const [router] = readModel(prod).routers
    expect(router?.routes).toEqual([
      { path: '/api', target: 'Api', rewrite: { regex: '^/api', to: '/prod' } },
    ])
  })
})

describe('the user pool', () => {
  test('signs people in by username or verified email, case aside', () => {
    expect(pool(prod).inputs).toMatchObject({
      aliasAttributes: ['email'],
      autoVerifiedAttributes: ['email'],
      usernameConfiguration: { caseSensitive: false },
      accountRecoverySetting: { recoveryMechanisms: [{ name: 'verified_email', priority: 1 }] },
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ['email'] },
    })
  })

  test('asks for length and for nothing else of a password', () => {
    expect(pool(prod).inputs.passwordPolicy).toEqual({
      minimumLength: 12,
      requireLowercase: false,
      requireUppercase: false,
      requireNumbers: false,
      requireSymbols: false,
    })
  })

  test('allows authenticator apps and passkeys, and sends no text messages', () => {
    const { inputs } = pool(prod)
    expect(inputs).toMatchObject({
      userPoolTier: 'ESSENTIALS',
      mfaConfiguration: 'OPTIONAL',
      softwareTokenMfaConfiguration: { enabled: true },
      signInPolicy: { allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] },
    })
    expect(inputs.smsConfiguration).toBeUndefined()
  })

  test('ties passkeys to the host of the site', () => {
    const host = new URL(String(readModel(prod).links.Router?.url)).hostname
    expect(pool(prod).inputs.webAuthnConfiguration).toEqual({
      relyingPartyId: host,
      userVerification: 'required',
    })
  })

  test('has no sign-in pages of its own', () => {
    expect(byType(prod, 'aws:cognito/userPoolDomain:UserPoolDomain')).toEqual([])
  })

  test('outlives the stage in production, and only there', () => {
    expect(pool(prod)).toMatchObject({
      inputs: { deletionProtection: 'ACTIVE' },
      protect: true,
      retainOnDelete: true,
    })
    expect(pool(preview)).toMatchObject({
      inputs: { deletionProtection: 'INACTIVE' },
      protect: false,
      retainOnDelete: false,
    })
    expect(prod.outputs._protect).toBe(true)
    expect(preview.outputs._protect).toBe(false)
  })
})

test('the client is exactly this', () => {
  const { userPoolId, ...settings } = only(prod, 'aws:cognito/userPoolClient:UserPoolClient').inputs
  expect(userPoolId).toBe(pool(prod).id)
  expect(settings).toEqual({
    name: 'UserPoolClient',
    generateSecret: true,
    explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH'],
    preventUserExistenceErrors: 'ENABLED',
    enableTokenRevocation: true,
    accessTokenValidity: 5,
    idTokenValidity: 5,
    refreshTokenValidity: 7,
    tokenValidityUnits: { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'days' },
    refreshTokenRotation: { feature: 'ENABLED', retryGracePeriodSeconds: 30 },
    authSessionValidity: 3,
    readAttributes: ['email', 'email_verified'],
    writeAttributes: ['email'],
    allowedOauthFlowsUserPoolClient: false,
    allowedOauthFlows: [],
    allowedOauthScopes: [],
    callbackUrls: [],
    supportedIdentityProviders: ['COGNITO'],
  })
})

describe('the functions', () => {
  test('may write logs and nothing else', () => {
    const roles = byType(prod, 'aws:iam/role:Role')
    expect(roles.length).toBe(Object.keys(contract).length)
    for (const { inputs } of roles) {
      expect(inputs.inlinePolicies).toEqual([])
      expect(inputs.managedPolicyArns).toEqual([
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
      ])
    }
  })

  test('are told only what their route needs', () => {
    const links = readModel(prod).functions.map(fn => [fn.handler.split('/').at(-1), Object.keys(fn.links)])
    expect(Object.fromEntries(links)).toEqual({
      'sign-up.handler': ['Auth'],
      'confirm.handler': ['Auth'],
      'resend-code.handler': ['Auth'],
      'sign-in.handler': ['Auth'],
      'secret.handler': ['Secret'],
    })
  })

  test('run on Node 24, on arm64, with a time limit below that of the gateway', () => {
    for (const { inputs } of byType(prod, 'aws:lambda/function:Function')) {
      expect(inputs).toMatchObject({
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        timeout: 8,
        memorySize: 512,
      })
    }
  })
})

test('no policy that allows something has a wildcard in it, but for the files of the site', () => {
  const inline = (value: unknown) => (Array.isArray(value) ? value.map(({ policy }) => policy) : [])
  const documents = prod.resources
    .flatMap(({ inputs }) => [inputs.policy, inputs.assumeRolePolicy, ...inline(inputs.inlinePolicies)])
    .flatMap(value => (typeof value === 'string' ? [JSON.parse(value)] : []))
  const allowing = documents.flatMap(({ Statement }) => Statement).filter(({ Effect }) => Effect === 'Allow')
  const wildcards = allowing.flatMap(({ Action, Resource = [] }) =>
    [Action, Resource].flat().filter(value => value.includes('*')),
  )
  const bucket = only(prod, 'aws:s3/bucket:Bucket')
  expect(allowing.length).toBeGreaterThan(1)
  expect(wildcards).toEqual([`${bucket.state.arn}/*`])
})

test('answers of the API are never cached at the edge', () => {
  const { orderedCacheBehaviors, defaultCacheBehavior } = only(
    prod,
    'aws:cloudfront/distribution:Distribution',
  ).inputs as { orderedCacheBehaviors: Properties[]; defaultCacheBehavior: Properties }
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

test('sst-env.d.ts says what the graph says', async () => {
  expect(await readFile(join(root, 'sst-env.d.ts'), 'utf8')).toBe(envTypes(readModel(prod).links))
})
