/**
 * VerifySoftwareToken: a code shows that the authenticator app holds the
 * secret. That does not switch MFA on, except where the pool demands it.
 *
 * By the session of AssociateSoftwareToken it gives one that answers the
 * challenge MFA_SETUP. After a wrong code the session may be tried again.
 */
import type { VerifySoftwareTokenResponse } from '@aws-sdk/client-cognito-identity-provider'
import { ServiceError } from '../errors.ts'
import type { Services } from '../services.ts'
import { setupSession, tokenOrSession } from '../software-token-setup.ts'
import type { User } from '../store/users.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const verifySoftwareTokenShape = {
  AccessToken: field.accessToken,
  Session: field.session,
  UserCode: required(field.userCode),
  FriendlyDeviceName: field.text({}),
}

type VerifySoftwareTokenInput = Input<typeof verifySoftwareTokenShape>

export const verifySoftwareToken =
  (
    services: Pick<
      Services,
      'callers' | 'directory' | 'sessions' | 'softwareTokens' | 'transaction' | 'users'
    >,
  ) =>
  async (input: VerifySoftwareTokenInput): Promise<VerifySoftwareTokenResponse> => {
    const { callers, sessions, softwareTokens, transaction } = services
    const proof = tokenOrSession(input)

    function verify({ sub }: User) {
      const outcome = softwareTokens.verifyCode(sub, input.UserCode)
      if (outcome !== 'ok') throw outcome === 'none' ? nothingAssociated() : wrongCode()
      softwareTokens.markVerified(sub, input.FriendlyDeviceName)
    }

    if ('token' in proof) {
      const { user } = await callers.of(proof.token)
      transaction(() => verify(user))
      return { Status: 'SUCCESS' }
    }

    return transaction(() => {
      const { user, client, username, state } = setupSession(services, proof.session, 'SOFTWARE_TOKEN')
      verify(user)
      sessions.use(proof.session)
      const verified = { ...state, softwareTokenVerified: true }
      return {
        Status: 'SUCCESS',
        Session: sessions.issue({ user, username, client }, 'MFA_SETUP', verified),
      }
    })
  }

const nothingAssociated = () =>
  new ServiceError('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.')

const wrongCode = () =>
  new ServiceError('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA')
