/** StartWebAuthnRegistration: what the browser needs to make the caller a passkey. */
import type { StartWebAuthnRegistrationResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const startWebAuthnRegistrationShape = { AccessToken: required(field.accessToken) }

export const startWebAuthnRegistration =
  ({ callers, passkeys }: Pick<Services, 'callers' | 'passkeys'>) =>
  async (
    input: Input<typeof startWebAuthnRegistrationShape>,
  ): Promise<StartWebAuthnRegistrationResponse> => ({
    CredentialCreationOptions: passkeys.registrationOptions(await callers.of(input.AccessToken)),
  })
