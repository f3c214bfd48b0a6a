/** Signing in again, as who one is already. */
import { AppError } from '@latchkey/core/errors'
import { signIn } from '@latchkey/core/routes/sign-in'
import { signInPasskey } from '@latchkey/core/routes/sign-in-passkey'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { answerWithPasskey } from '../../api/passkeys.ts'
import { inTurn, startSession } from '../../api/session.ts'
import { passkeyMissing } from '../../words/sentences/passkeys.ts'

export const passwordMutation = (username: string) =>
  mutationOptions({
    mutationKey: ['reauthenticate-by-password'],
    mutationFn: ({ password }: { password: string }) =>
      inTurn(() => call(signIn, { body: { username, password } })),
    onSuccess: (reply, _password, _result, { client }) => {
      if ('idToken' in reply) startSession(client, reply)
    },
  })

/** Gives `cancelled` when the visitor has closed the browser's dialog. */
export const passkeyMutation = (username: string) =>
  mutationOptions({
    mutationKey: ['reauthenticate-by-passkey'],
    mutationFn: async (_input: undefined) => {
      const { challenge } = await call(signInPasskey, { body: { username } })
      if (challenge?.name !== 'WEB_AUTHN') {
        throw new AppError('invalid_credentials', passkeyMissing)
      }
      return answerWithPasskey(challenge)
    },
    onSuccess: (reply, _input, _result, { client }) => {
      if (reply !== 'cancelled' && 'idToken' in reply) startSession(client, reply)
    },
  })
