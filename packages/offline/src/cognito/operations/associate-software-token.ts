/**
 * AssociateSoftwareToken: a new secret for the user's authenticator app. The
 * one before it is void at once, though it was verified.
 *
 * Someone in the middle of a sign-in may set up their first one, by the
 * session of the challenge MFA_SETUP. A second factor that they have by now
 * would have been asked for: who knows the password alone does not get past it.
 */
import type { AssociateSoftwareTokenResponse } from '@aws-sdk/client-cognito-identity-provider'
import { secondFactors } from '../authentication/factors.ts'
import { ServiceError } from '../errors.ts'
import type { Pool } from '../pool.ts'
import { invalidSession } from '../rules/failures.ts'
import { offersFactor } from '../second-factors.ts'
import type { Services } from '../services.ts'
import { setupSession, tokenOrSession } from '../software-token-setup.ts'
import * as field from '../wire/fields.ts'
import type { Input } from '../wire/shape.ts'

export const associateSoftwareTokenShape = {
  AccessToken: field.accessToken,
  Session: field.session,
}

type AssociateSoftwareTokenInput = Input<typeof associateSoftwareTokenShape>

export const associateSoftwareToken =
  (
    services: Pick<
      Services,
      'callers' | 'directory' | 'passkeys' | 'sessions' | 'softwareTokens' | 'transaction' | 'users'
    >,
  ) =>
  async (input: AssociateSoftwareTokenInput): Promise<AssociateSoftwareTokenResponse> => {
    const { callers, sessions, softwareTokens, transaction } = services
    const proof = tokenOrSession(input)

    if ('token' in proof) {
      const { user, pool } = await callers.of(proof.token)
      refuseUnlessOffered(pool)
      return { SecretCode: transaction(() => softwareTokens.associate(user.sub)) }
    }

    return transaction(() => {
      const { user, client, username, state } = setupSession(services, proof.session, 'MFA_SETUP')
      refuseUnlessOffered(client.pool)
      if (secondFactors(services, client.pool, user).length > 0) throw invalidSession()
      sessions.use(proof.session)
      return {
        SecretCode: softwareTokens.associate(user.sub),
        Session: sessions.issue({ user, username, client }, 'SOFTWARE_TOKEN', state),
      }
    })
  }

function refuseUnlessOffered(pool: Pool) {
  if (!offersFactor(pool, 'SOFTWARE_TOKEN_MFA')) {
    throw new ServiceError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool',
    )
  }
}
