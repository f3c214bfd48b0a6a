import { mutationOptions } from '@tanstack/react-query'
import { endSession } from '../../api/session.ts'

/** Ends the session in this tab. Where that leads is for the guards to say. */
export const signOutMutation = () =>
  mutationOptions({
    mutationKey: ['sign-out'],
    mutationFn: async () => {},
    onSettled: (_data, _error, _variables, _result, { client }) => endSession(client, 'signed-out'),
  })
