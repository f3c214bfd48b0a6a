import type { Body } from '@latchkey/core/endpoint'
import { deleteAccount } from '@latchkey/core/routes/account'
import { mutationOptions } from '@tanstack/react-query'
import { callAsMember } from '../../api/call-as-member.ts'
import { forgetPasskey } from '../../api/passkey-note.ts'
import { endSession, inTurn } from '../../api/session.ts'

export const deleteAccountMutation = () =>
  mutationOptions({
    mutationKey: ['delete-account'],
    mutationFn: (body: Body<typeof deleteAccount>, { client }) =>
      callAsMember(client, deleteAccount, { body }, inTurn),
    onSuccess: (_reply, _body, _result, { client }) => {
      forgetPasskey()
      endSession(client, 'deleted')
    },
  })
