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
import { graphsOfStages, only } from './graph-of-stage.ts'
import { root } from './root.ts'

let prod: Graph
let preview: Graph

beforeAll(async () => {
  const graphs = await graphsOfStages(['prod', 'preview'])
  prod = graphs.prod
  preview = graphs.preview
})

const pool = (graph: Graph) => only(graph, 'aws:cognito/userPool:UserPool')
const kebab = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

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

  test('have nothing secret among their environment variables', () => {
    const { clientSecret } = only(prod, 'aws:cognito/userPoolClient:UserPoolClient').state
    const secrets = [clientSecret, readModel(prod).links.Secret?.value].map(String)
    const environments = byType(prod, 'aws:lambda/function:Function').map(({ inputs }) =>
      JSON.stringify(inputs.environment),
    )
    expect(environments.length).toBe(Object.keys(contract).length + triggers.length)
    for (const secret of secrets) {
      expect(secret).toMatch(/.{20,}/)
      for (const environment of environments) expect(environment).not.toContain(secret)
    }
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

test('sst-env.d.ts says what the graph says', async () => {
  expect(await readFile(join(root, 'sst-env.d.ts'), 'utf8')).toBe(envTypes(readModel(prod).links))
})
