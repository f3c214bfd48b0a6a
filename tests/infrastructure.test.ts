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
const kebab = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
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
      temporaryPasswordValidityDays: 7,
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

  test('keeps an address and the names of passkeys, and demands the address', () => {
    const schemas = pool(prod).inputs.schemas as Properties[]
    expect(schemas.map(({ name, required, mutable }) => ({ name, required, mutable }))).toEqual([
      { name: 'email', required: true, mutable: true },
      { name: 'passkey_names', required: undefined, mutable: true },
    ])
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
    readAttributes: ['email', 'email_verified', 'custom:passkey_names'],
    writeAttributes: ['email', 'custom:passkey_names'],
    allowedOauthFlowsUserPoolClient: false,
    allowedOauthFlows: [],
    allowedOauthScopes: [],
    callbackUrls: [],
    supportedIdentityProviders: ['COGNITO'],
  })
})

describe('the functions', () => {
  /** What the user pool calls, beside those that routes call. */
  const triggers = ['CustomMessage', 'EndSessions']

  test('may write logs and nothing else, but for the one that ends sessions', () => {
    const roles = byType(prod, 'aws:iam/role:Role')
    expect(roles.length).toBe(Object.keys(contract).length + triggers.length)
    for (const { inputs } of roles) {
      expect(inputs.inlinePolicies).toEqual([])
      expect(inputs.managedPolicyArns).toEqual([
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
      ])
    }

    const { role, policy } = only(prod, 'aws:iam/rolePolicy:RolePolicy').inputs
    const endSessions = roles.filter(({ inputs }) => inputs.name === role)
    expect(endSessions.map(({ name }) => name)).toEqual(['EndSessionsRole'])
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['cognito-idp:AdminUserGlobalSignOut'],
        Resource: [pool(prod).state.arn],
      },
    ])
    for (const type of ['policy:Policy', 'rolePolicyAttachment:RolePolicyAttachment'])
      expect(byType(prod, `aws:iam/${type}`)).toEqual([])
  })

  test('are told only what their route needs', () => {
    const links = readModel(prod).functions.map(fn => [fn.handler.split('/').at(-1), Object.keys(fn.links)])
    const ofRoutes = Object.keys(contract).map(name => [`${kebab(name)}.handler`, ['Auth', 'SiteAddress']])
    expect(Object.fromEntries(links)).toEqual({
      ...Object.fromEntries(ofRoutes),
      'secret.handler': ['Secret'],
      'custom-message.handler': ['SiteAddress'],
      'end-sessions.handler': [],
    })
  })

  test('of the pool are called by the pool alone, and told the address of the site', () => {
    const { functions, links } = readModel(prod)
    const arnOf = (id: string) => functions.find(fn => fn.id === id)?.arn
    expect(pool(prod).inputs.lambdaConfig).toMatchObject({
      customMessage: arnOf('CustomMessage'),
      postConfirmation: arnOf('EndSessions'),
    })
    const permissions = byType(prod, 'aws:lambda/permission:Permission').map(({ inputs }) => inputs)
    for (const trigger of triggers) {
      expect(permissions.filter(permission => permission.function === arnOf(trigger))).toEqual([
        expect.objectContaining({
          action: 'lambda:InvokeFunction',
          principal: 'cognito-idp.amazonaws.com',
          sourceArn: pool(prod).state.arn,
        }),
      ])
    }
    expect(links.SiteAddress?.url).toBe(links.Router?.url)
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
