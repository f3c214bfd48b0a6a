/** DescribeUserPoolClient: an app client's settings, its secret and the defaults included. */
import type { DescribeUserPoolClientResponse } from '@aws-sdk/client-cognito-identity-provider'
import { describedClient } from '../rules/described-client.ts'
import type { Services } from '../services.ts'
import type { Input } from '../wire/shape.ts'
import { administeredClient, clientShape } from './administered.ts'

export const describeUserPoolClientShape = clientShape

export const describeUserPoolClient =
  (services: Pick<Services, 'directory'>) =>
  async (input: Input<typeof describeUserPoolClientShape>): Promise<DescribeUserPoolClientResponse> => ({
    UserPoolClient: describedClient(administeredClient(services, input)),
  })
