/** CreateUserPool: a pool with these settings, and Cognito's defaults for the others. It is kept across restarts. */
import type { CreateUserPoolResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { PoolSettings } from '../pool.ts'
import { describedPool } from '../rules/described-pool.ts'
import { newPoolId, poolArn } from '../rules/identifiers.ts'
import { checkPoolSettings, refuseUnsupportedPool } from '../rules/pool-settings.ts'
import type { Services } from '../services.ts'
import { changeablePoolSettings, fixedPoolSettings, poolName } from '../wire/pool-fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const createUserPoolShape = {
  PoolName: required(poolName),
  ...fixedPoolSettings,
  ...changeablePoolSettings,
}

export const createUserPool =
  ({ clock, directory, keys, users }: Pick<Services, 'clock' | 'directory' | 'keys' | 'users'>) =>
  async (input: Input<typeof createUserPoolShape>): Promise<CreateUserPoolResponse> => {
    const { PoolName, Schema, ...given } = input
    const Id = newPoolId(directory.region)
    const now = new Date(clock.now())
    const settings: PoolSettings = {
      ...given,
      Id,
      Name: PoolName,
      Arn: poolArn(directory.region, Id),
      SchemaAttributes: Schema,
      CreationDate: now,
      LastModifiedDate: now,
    }
    checkPoolSettings(settings)
    refuseUnsupportedPool(settings)
    const pool = directory.putPool({ pool: settings })
    keys.make(pool.id)
    return { UserPool: describedPool(pool, users.count(pool)) }
  }
