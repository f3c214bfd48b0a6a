/** Authenticator apps, as a second factor of somebody who is signed in. */
import {
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Body, Reply } from '@latchkey/core/endpoint'
import { AppError } from '@latchkey/core/errors'
import type * as rows from '@latchkey/core/routes/account'
import { appSetUpAlready } from '@latchkey/core/sentences/code'
import { attempt } from './client.ts'
import { userOf } from './user.ts'

/**
 * A secret for an app. Refused while one is in use: Cognito would drop it at
 * once, and the account would be without a second factor until the new one is
 * verified.
 */
export async function setUpTotp(accessToken: string): Promise<Reply<typeof rows.setUpTotp>> {
  const { usesTotp } = await userOf(accessToken)
  if (usesTotp) throw new AppError('invalid_request', appSetUpAlready)
  const { SecretCode: secret } = await attempt(
    'AssociateSoftwareToken',
    new AssociateSoftwareTokenCommand({ AccessToken: accessToken }),
  )
  if (!secret) throw new Error('Cognito gave no secret for the authenticator app.')
  return { secret }
}

/** From a right code on, the app is asked for at every sign-in. */
export async function verifyTotp(accessToken: string, { code }: Body<typeof rows.verifyTotp>): Promise<void> {
  await attempt(
    'VerifySoftwareToken',
    new VerifySoftwareTokenCommand({ AccessToken: accessToken, UserCode: code }),
  )
  await prefer(accessToken, true)
}

/** The app is not asked for any more. */
export const removeTotp = (accessToken: string) => prefer(accessToken, false)

async function prefer(accessToken: string, isOn: boolean): Promise<void> {
  await attempt(
    'SetUserMFAPreference',
    new SetUserMFAPreferenceCommand({
      AccessToken: accessToken,
      SoftwareTokenMfaSettings: { Enabled: isOn, PreferredMfa: isOn },
    }),
  )
}
