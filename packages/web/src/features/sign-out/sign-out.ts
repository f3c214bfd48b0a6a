import { signOutEverywhere } from '@latchkey/core/routes/account'
import { signOut } from '@latchkey/core/routes/session'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { callAsMember } from '../../api/call-as-member.ts'
import { notePresence } from '../../api/presence.ts'
import { endSession, inTurn } from '../../api/session.ts'

/**
 * Signs out, here and in every tab, whether or not the API can be reached.
 * Where it cannot, the next visit tells it. Where signing out leads is for the
 * guards to say.
 */
export const signOutMutation = () =>
  mutationOptions({
    mutationKey: ['sign-out'],
    mutationFn: () => inTurn(() => call(signOut, {})),
    onSettled: (_data, error, _variables, _result, { client }) => {
      endSession(client, 'signed-out')
      if (error) notePresence('leaving')
    },
  })

/** Ends every session of the account. Unlike signing out here, it needs the API to have heard of it. */
export const signOutEverywhereMutation = () =>
  mutationOptions({
    mutationKey: ['sign-out-everywhere'],
    mutationFn: (_input: undefined, { client }) => callAsMember(client, signOutEverywhere, {}, inTurn),
    onSuccess: (_reply, _input, _result, { client }) => endSession(client, 'signed-out'),
  })
