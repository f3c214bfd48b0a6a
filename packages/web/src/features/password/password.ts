import type { Body } from '@latchkey/core/endpoint'
import { changePassword } from '@latchkey/core/routes/account'
import { mutationOptions } from '@tanstack/react-query'
import { callAsMember } from '../../api/call-as-member.ts'
import { holdSession, inTurn, startSession } from '../../api/session.ts'

/** Ends every other session. This one goes on, unless a second factor is asked for first. */
export const changePasswordMutation = () =>
  mutationOptions({
    mutationKey: ['change-password'],
    mutationFn: (body: Body<typeof changePassword>, { client }) =>
      callAsMember(client, changePassword, { body }, inTurn),
    onSuccess: ({ othersMayLiveOn: _told, ...reply }, _body, _result, { client }) => {
      if ('idToken' in reply) startSession(client, reply)
      else if (reply.challenge.name === 'TOTP') holdSession(client)
    },
  })
