import { GetUserCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { PreTokenGenerationTriggerEvent, PreTokenGenerationV2TriggerEvent } from 'aws-lambda'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { ClientId, startEngine } from '../testing/engine.ts'
import { common, poolFunctions, refuse } from '../testing/pool-functions.ts'
import { signedInUser } from '../testing/signed-in-user.ts'

type Version = 'V1_0' | 'V2_0' | 'V3_0'

const flows = ['ALLOW_USER_PASSWORD_AUTH' as const, 'ALLOW_REFRESH_TOKEN_AUTH' as const]

/** Settings of a pool whose function answers this. */
function pool(LambdaVersion: Version, answer: () => unknown) {
  const { events, invoke } = poolFunctions({ PreTokenGeneration: answer })
  const LambdaConfig = {
    PreTokenGenerationConfig: { LambdaArn: 'PreTokenGeneration', LambdaVersion },
  }
  return { events, settings: { invoke, pool: { LambdaConfig }, client: { ExplicitAuthFlows: flows } } }
}

async function claimsWith(version: Version, answer: object) {
  await using user = await signedInUser(pool(version, () => answer).settings)
  return { id: decodeJwt(user.IdToken), access: decodeJwt(user.AccessToken) }
}

const userAttributes = (sub: string) => ({
  sub,
  'cognito:user_status': 'CONFIRMED',
  email: 'ada@example.test',
  email_verified: 'true',
})

test('is told of a sign-in and of a refresh, in the first version', async () => {
  const { events, settings } = pool('V1_0', () => undefined)
  await using user = await signedInUser(settings)
  await user.engine.sdk.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: user.RefreshToken },
      ClientMetadata: { not: 'passed on' },
    }),
  )
  const expected = (triggerSource: PreTokenGenerationTriggerEvent['triggerSource']) => ({
    ...common,
    triggerSource,
    userName: 'ada',
    request: {
      userAttributes: userAttributes(user.sub),
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [] },
    } satisfies PreTokenGenerationTriggerEvent['request'],
    response: { claimsOverrideDetails: null },
  })
  expect(events).toEqual([
    expected('TokenGeneration_Authentication'),
    expected('TokenGeneration_RefreshTokens'),
  ])
})

test.each([
  ['V2_0', '2'],
  ['V3_0', '3'],
] as const)('is told of the scopes in version %s', async (LambdaVersion, version) => {
  const { events, settings } = pool(LambdaVersion, () => undefined)
  await using user = await signedInUser(settings)
  expect(events).toEqual([
    {
      ...common,
      version,
      triggerSource: 'TokenGeneration_Authentication',
      userName: 'ada',
      request: {
        userAttributes: userAttributes(user.sub),
        groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [] },
        scopes: ['aws.cognito.signin.user.admin'],
      } satisfies PreTokenGenerationV2TriggerEvent['request'],
      response: { claimsAndScopeOverrideDetails: null },
    },
  ])
})

test('adds, replaces and suppresses claims of the ID token in the first version', async () => {
  const { id, access } = await claimsWith('V1_0', {
    claimsOverrideDetails: {
      claimsToAddOrOverride: { tenant: 'north', email: 'masked@example.test', both: 'x' },
      claimsToSuppress: ['email_verified', 'both'],
    },
  })
  expect(id).toMatchObject({ tenant: 'north', email: 'masked@example.test' })
  expect(id).not.toHaveProperty('email_verified')
  expect(id).not.toHaveProperty('both')
  expect(access).not.toHaveProperty('tenant')
})

test('passes over what the first version says in the form of the second', async () => {
  const { id, access } = await claimsWith('V1_0', {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: { tenant: 'north' } },
      accessTokenGeneration: { claimsToAddOrOverride: { tenant: 'north' } },
    },
  })
  expect(id).not.toHaveProperty('tenant')
  expect(access).not.toHaveProperty('tenant')
})

test.each(['V2_0', 'V3_0'] as const)('shapes each token by itself in version %s', async version => {
  const { id, access } = await claimsWith(version, {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: {
        claimsToAddOrOverride: { tenant: 'north', level: 7, rights: { read: ['notes'] }, none: null },
        claimsToSuppress: ['email'],
      },
      accessTokenGeneration: {
        claimsToAddOrOverride: { plan: 'free', email: 'ada@example.test' },
        scopesToAdd: ['notes/read', 'notes/write'],
        scopesToSuppress: ['notes/write'],
      },
    },
  })
  expect(id).toMatchObject({ tenant: 'north', level: 7, rights: { read: ['notes'] } })
  expect(id).not.toHaveProperty('none')
  expect(id).not.toHaveProperty('email')
  expect(id).not.toHaveProperty('plan')
  expect(access).toMatchObject({
    plan: 'free',
    email: 'ada@example.test',
    scope: 'aws.cognito.signin.user.admin notes/read',
  })
  expect(access).not.toHaveProperty('tenant')
})

test.each([
  ['V1_0', 'claimsOverrideDetails'],
  ['V2_0', 'claimsAndScopeOverrideDetails'],
] as const)('puts groups into both tokens in version %s', async (version, member) => {
  const groupOverrideDetails = {
    groupsToOverride: ['editors'],
    iamRolesToOverride: ['arn:aws:iam::123456789012:role/editor'],
    preferredRole: 'arn:aws:iam::123456789012:role/editor',
  }
  const { id, access } = await claimsWith(version, { [member]: { groupOverrideDetails } })
  expect(id).toMatchObject({
    'cognito:groups': ['editors'],
    'cognito:roles': groupOverrideDetails.iamRolesToOverride,
    'cognito:preferred_role': groupOverrideDetails.preferredRole,
  })
  expect(access).toMatchObject({ 'cognito:groups': ['editors'] })
  expect(access).not.toHaveProperty('cognito:roles')
})

test('leaves the claims that say whose token it is, whence and for how long', async () => {
  const own = 'x'
  const names = [
    'sub',
    'iss',
    'aud',
    'client_id',
    'token_use',
    'exp',
    'iat',
    'auth_time',
    'jti',
    'origin_jti',
    'event_id',
    'username',
    'scope',
    'cognito:username',
  ]
  const overrides = {
    claimsToAddOrOverride: Object.fromEntries([...names, 'cognito:groups', 'dev:x'].map(name => [name, own])),
    claimsToSuppress: names,
  }
  const plain = await claimsWith('V2_0', {})
  const { id, access } = await claimsWith('V2_0', {
    claimsAndScopeOverrideDetails: { idTokenGeneration: overrides, accessTokenGeneration: overrides },
  })
  expect(Object.keys(id).sort()).toEqual(Object.keys(plain.id).sort())
  expect(Object.keys(access).sort()).toEqual(Object.keys(plain.access).sort())
  expect(Object.values({ ...id, ...access })).not.toContain(own)
})

test('takes the right to self-service from a token with its scope', async () => {
  const answer = {
    claimsAndScopeOverrideDetails: {
      accessTokenGeneration: {
        scopesToAdd: ['notes/read'],
        scopesToSuppress: ['aws.cognito.signin.user.admin'],
      },
    },
  }
  await using user = await signedInUser(pool('V2_0', () => answer).settings)
  const { engine, AccessToken } = user
  expect(decodeJwt(AccessToken)).toMatchObject({ scope: 'notes/read' })
  await expect(engine.sdk.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Access Token does not have required scopes',
  })
})

test.each([
  ['V1_0', { claimsOverrideDetails: { claimsToAddOrOverride: { level: 7 } } }],
  ['V1_0', { claimsOverrideDetails: { claimsToSuppress: 'email' } }],
  ['V1_0', 'nothing'],
  ['V2_0', { claimsAndScopeOverrideDetails: { idTokenGeneration: { claimsToAddOrOverride: ['email'] } } }],
  [
    'V2_0',
    { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: ['notes/read notes/write'] } } },
  ],
] as const)('cannot follow in version %s the answer %o', async (version, answer) => {
  await using engine = await startEngine(pool(version, () => answer).settings)
  await engine.confirmedUser('ada')
  await expect(engine.signIn('ada')).rejects.toMatchObject({
    name: 'InvalidLambdaResponseException',
    message: 'Unrecognizable lambda output',
    $metadata: { httpStatusCode: 400 },
  })
})

test('gives no tokens where the function refuses', async () => {
  await using engine = await startEngine(pool('V2_0', refuse).settings)
  await engine.confirmedUser('ada')
  await expect(engine.signIn('ada')).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    $metadata: { httpStatusCode: 400 },
  })
})
