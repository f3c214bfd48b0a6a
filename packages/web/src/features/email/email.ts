import type { Body } from '@latchkey/core/endpoint'
import { changeEmail, confirmEmail } from '@latchkey/core/routes/account'
import { mutationOptions } from '@tanstack/react-query'
import { accountQuery, noteAccount } from '../../api/account.ts'
import { callAsMember } from '../../api/call-as-member.ts'
import { coolDownAfter } from '../../api/cool-down.ts'

/** The old address counts until the code that this sends has come back. */
export const changeEmailMutation = () =>
  mutationOptions({
    mutationKey: ['change-email'],
    mutationFn: (body: Body<typeof changeEmail>, { client }) =>
      coolDownAfter('email', callAsMember(client, changeEmail, { body })),
  })

/** `email` is the address that the code was sent to. Another browser may not know it; then the API is asked. */
export const confirmEmailMutation = (email: string | undefined) =>
  mutationOptions({
    mutationKey: ['confirm-email'],
    mutationFn: (body: Body<typeof confirmEmail>, { client }) => callAsMember(client, confirmEmail, { body }),
    onSuccess: (_reply, _body, _result, { client }) =>
      email === undefined
        ? client.invalidateQueries(accountQuery())
        : noteAccount(client, account => ({ ...account, email })),
  })
