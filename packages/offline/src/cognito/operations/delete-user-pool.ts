/**
 * DeleteUserPool: the pool is gone, with its users and clients. Refused while
 * the pool is protected.
 *
 * A pool of the resource graph is there again, empty, at the next start.
 */
import { invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const deleteUserPoolShape = { UserPoolId: required(field.userPoolId) }

export const deleteUserPool =
  ({ directory, keys }: Pick<Services, 'directory' | 'keys'>) =>
  async ({ UserPoolId }: Input<typeof deleteUserPoolShape>): Promise<undefined> => {
    // Keys that are still being made are stored with the pool.
    await keys.of(directory.pool(UserPoolId).id)
    const pool = directory.pool(UserPoolId)
    if (pool.isProtected) throw invalidParameter(openText.poolProtected)
    directory.removePool(pool)
  }
