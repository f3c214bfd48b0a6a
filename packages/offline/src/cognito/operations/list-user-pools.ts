/** ListUserPools: those of the resource graph and those that were created, in the order of their ids. */
import type { ListUserPoolsResponse } from '@aws-sdk/client-cognito-identity-provider'
import { listedPool } from '../rules/described-pool.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { keyOfToken, pageOf } from '../wire/pages.ts'
import { type Input, required } from '../wire/shape.ts'

export const listUserPoolsShape = {
  MaxResults: required(field.whole(1, 60)),
  NextToken: field.pageToken,
}

export const listUserPools =
  ({ directory }: Pick<Services, 'directory'>) =>
  async ({ MaxResults, NextToken }: Input<typeof listUserPoolsShape>): Promise<ListUserPoolsResponse> => {
    const after = NextToken === undefined ? '' : String(keyOfToken(NextToken)[0])
    const pools = directory
      .pools()
      .filter(({ id }) => id > after)
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    const { items, next } = pageOf(pools, MaxResults, ({ id }) => [id])
    return { UserPools: items.map(listedPool), ...(next && { NextToken: next }) }
  }
