import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolCommandInput,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { poolId, startEngine } from '../testing/engine.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const update = ({ sdk }: Engine, input: Partial<UpdateUserPoolCommandInput>) =>
  sdk.send(new UpdateUserPoolCommand({ UserPoolId: poolId, ...input }))

async function describePool({ sdk }: Engine, UserPoolId = poolId) {
  const { UserPool } = await sdk.send(new DescribeUserPoolCommand({ UserPoolId }))
  return UserPool as UserPoolType
}

test('sets what it is given, and at once', async () => {
  await using engine = await startEngine()
  const { $metadata, ...answer } = await update(engine, {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
  })
  expect(answer).toEqual({})
  await expect(engine.signUp()).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('resets what it is not given, save the name, the plan and what is for good', async () => {
  await using engine = await startEngine()
  const { UserPool: before } = await engine.sdk.send(
    new CreateUserPoolCommand({
      PoolName: 'people',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Schema: [{ Name: 'role', AttributeDataType: 'String' }],
      UserPoolTier: 'PLUS',
      AutoVerifiedAttributes: ['email'],
      DeletionProtection: 'ACTIVE',
      Policies: { PasswordPolicy: { MinimumLength: 20 } },
    }),
  )
  engine.clock.advance({ minutes: 1 })

  await update(engine, { UserPoolId: before?.Id ?? '' })

  const { AutoVerifiedAttributes, ...kept } = before as UserPoolType
  expect(await describePool(engine, before?.Id)).toEqual({
    ...kept,
    DeletionProtection: 'INACTIVE',
    Policies: {
      ...kept.Policies,
      PasswordPolicy: {
        MinimumLength: 8,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
    },
    LastModifiedDate: new Date(engine.clock.now()),
  })
})

test('names the pool anew', async () => {
  await using engine = await startEngine()
  await update(engine, { PoolName: 'persons' })
  expect(await describePool(engine)).toMatchObject({ Name: 'persons' })
})

test('leaves the pool as it was when it refuses', async () => {
  await using engine = await startEngine()
  const before = await describePool(engine)
  await expect(
    update(engine, { PoolName: 'persons', Policies: { PasswordPolicy: { MinimumLength: 5 } } }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(update(engine, { PoolName: 'persons', MfaConfiguration: 'ON' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  await expect(
    update(engine, { PoolName: 'persons', AutoVerifiedAttributes: ['phone_number'] }),
  ).rejects.toMatchObject({ name: 'OfflineUnsupportedOperation', $metadata: { httpStatusCode: 501 } })
  expect(await describePool(engine)).toEqual(before)
})

test('takes MFA where the pool has a factor', async () => {
  await using engine = await startEngine({ factors: { SoftwareTokenMfaConfiguration: { Enabled: true } } })
  await update(engine, { MfaConfiguration: 'ON' })
  expect(await describePool(engine)).toMatchObject({ MfaConfiguration: 'ON' })
})

test('does not know a pool that does not exist', async () => {
  await using engine = await startEngine()
  await expect(update(engine, { UserPoolId: 'eu-central-1_Nothing' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'User pool eu-central-1_Nothing does not exist.',
    $metadata: { httpStatusCode: 400 },
  })
})
