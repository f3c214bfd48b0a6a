/** ListUserPoolClients: a pool's clients, in the order of their ids. */
import type { ListUserPoolClientsResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { keyOfToken, pageOf } from '../wire/pages.ts'
import { type Input, required } from '../wire/shape.ts'

const most = 60

export const listUserPoolClientsShape = {
  UserPoolId: required(field.userPoolId),
  MaxResults: field.whole(1, most),
  NextToken: field.pageToken,
} as const

type ListUserPoolClientsInput = Input<typeof listUserPoolClientsShape>

export const listUserPoolClients =
  ({ directory }: Pick<Services, 'directory'>) =>
  async ({
    UserPoolId,
    MaxResults = most,
    NextToken,
  }: ListUserPoolClientsInput): Promise<ListUserPoolClientsResponse> => {
    const after = NextToken === undefined ? '' : String(keyOfToken(NextToken)[0])
    const clients = directory
      .clientsOf(directory.pool(UserPoolId))
      .filter(({ id }) => id > after)
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    const { items, next } = pageOf(clients, MaxResults, ({ id }) => [id])
    return {
      UserPoolClients: items.map(({ id, name }) => ({ ClientId: id, UserPoolId, ClientName: name })),
      ...(next && { NextToken: next }),
    }
  }
