/** CompleteWebAuthnRegistration: keeps the passkey that the caller's browser made. */
import type { CompleteWebAuthnRegistrationResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const completeWebAuthnRegistrationShape = {
  AccessToken: required(field.accessToken),
  Credential: required({ kind: 'document' }),
}

type CompleteWebAuthnRegistrationInput = Input<typeof completeWebAuthnRegistrationShape>

export const completeWebAuthnRegistration =
  ({ callers, passkeys }: Pick<Services, 'callers' | 'passkeys'>) =>
  async (input: CompleteWebAuthnRegistrationInput): Promise<CompleteWebAuthnRegistrationResponse> => {
    await passkeys.register(await callers.of(input.AccessToken), input.Credential)
    return {}
  }
