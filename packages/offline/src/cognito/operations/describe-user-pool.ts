/** DescribeUserPool: a pool's settings, defaults included. */
import type { DescribeUserPoolResponse } from '@aws-sdk/client-cognito-identity-provider'
import { describedPool } from '../rules/described-pool.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const describeUserPoolShape = { UserPoolId: required(field.userPoolId) }

export const describeUserPool =
  ({ directory, users }: Pick<Services, 'directory' | 'users'>) =>
  async ({ UserPoolId }: Input<typeof describeUserPoolShape>): Promise<DescribeUserPoolResponse> => {
    const pool = directory.pool(UserPoolId)
    return { UserPool: describedPool(pool, users.count(pool)) }
  }
