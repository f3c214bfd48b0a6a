/**
 * UpdateUserPool: new settings for a pool. What is left out goes back to its
 * default, except for the name and the feature plan; what a pool is created
 * with for good stays.
 *
 * A pool of the resource graph has the graph's settings again at the next start.
 */
import type { UpdateUserPoolResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { PoolSettings } from '../pool.ts'
import { checkPoolSettings, refuseUnsupportedPool } from '../rules/pool-settings.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { changeablePoolSettings, poolName } from '../wire/pool-fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const updateUserPoolShape = {
  UserPoolId: required(field.userPoolId),
  PoolName: poolName,
  ...changeablePoolSettings,
}

export const updateUserPool =
  ({ clock, directory }: Pick<Services, 'clock' | 'directory'>) =>
  async (input: Input<typeof updateUserPoolShape>): Promise<UpdateUserPoolResponse> => {
    const { UserPoolId, PoolName, ...given } = input
    const { settings: before, factors } = directory.pool(UserPoolId)
    const settings: PoolSettings = {
      ...given,
      Id: before.Id,
      Name: PoolName ?? before.Name,
      Arn: before.Arn,
      AliasAttributes: before.AliasAttributes,
      UsernameAttributes: before.UsernameAttributes,
      UsernameConfiguration: before.UsernameConfiguration,
      SchemaAttributes: before.SchemaAttributes,
      UserPoolTier: given.UserPoolTier ?? before.UserPoolTier,
      CreationDate: before.CreationDate,
      LastModifiedDate: new Date(clock.now()),
    }
    checkPoolSettings(settings, factors)
    refuseUnsupportedPool(settings)
    directory.putPool({ pool: settings, factors })
    return {}
  }
