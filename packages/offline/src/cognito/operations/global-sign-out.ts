/**
 * GlobalSignOut: ends all sign-ins of the caller, with every token that came
 * of them.
 *
 * As on AWS, whoever checks signatures alone goes on accepting the ID and
 * access tokens until they expire.
 */
import type { GlobalSignOutResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Services } from '../services.ts'
import { signOutEverywhere } from '../sign-out.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const globalSignOutShape = { AccessToken: required(field.accessToken) }

export const globalSignOut =
  (services: Pick<Services, 'callers' | 'signIns' | 'transaction' | 'users'>) =>
  async ({ AccessToken }: Input<typeof globalSignOutShape>): Promise<GlobalSignOutResponse> => {
    const { user } = await services.callers.of(AccessToken)
    services.transaction(() => signOutEverywhere(services, user))
    return {}
  }
