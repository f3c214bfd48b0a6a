/** ListUsers: the users of a pool who pass a filter, in the order in which they were created. */
import type { ListUsersResponse, UserType } from '@aws-sdk/client-cognito-identity-provider'
import { describedUser } from '../rules/described-user.ts'
import { invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'
import { userFilter } from '../rules/user-filter.ts'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { keyOfToken, pageOf } from '../wire/pages.ts'
import { type Input, required } from '../wire/shape.ts'

const most = 60

export const listUsersShape = {
  UserPoolId: required(field.userPoolId),
  AttributesToGet: { kind: 'texts', of: field.attributeName },
  Limit: field.whole(0, most),
  PaginationToken: field.pageToken,
  Filter: field.text({ max: 256 }),
} as const

export const listUsers =
  ({ directory, users }: Pick<Services, 'directory' | 'users'>) =>
  async (input: Input<typeof listUsersShape>): Promise<ListUsersResponse> => {
    const pool = directory.pool(input.UserPoolId)
    const passes = userFilter(input.Filter ?? '')
    const passing = only(users.list(pool, placeOf(input.PaginationToken)), passes)
    const { items, next } = pageOf(passing, input.Limit || most, ({ createdAtMs, sub }) => [createdAtMs, sub])
    const { AttributesToGet: names } = input
    const described = items.map(describedUser)
    return {
      Users: names ? described.map(user => withAttributes(user, names)) : described,
      ...(next && { PaginationToken: next }),
    }
  }

function* only<Item>(items: Iterable<Item>, passes: (item: Item) => boolean) {
  for (const item of items) if (passes(item)) yield item
}

function placeOf(token: string | undefined) {
  if (token === undefined) return undefined
  const [createdAtMs, sub] = keyOfToken(token)
  return { createdAtMs: Number(createdAtMs), sub: String(sub) }
}

/** An attribute that one of the users does not have cannot be asked for. */
function withAttributes(user: UserType, names: readonly string[]): UserType {
  return {
    ...user,
    Attributes: names.map(name => {
      const attribute = user.Attributes?.find(({ Name }) => Name === name)
      if (!attribute) throw invalidParameter(openText.attributeNotSet)
      return attribute
    }),
  }
}
