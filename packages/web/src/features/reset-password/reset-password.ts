import type { Body } from '@latchkey/core/endpoint'
import { resetPassword } from '@latchkey/core/routes/recovery'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { currentSession, refreshSession } from '../../api/session.ts'

/** Resetting a password ends the sessions of its account. Whether this browser's is one of them, the API knows. */
export const resetPasswordMutation = () =>
  mutationOptions({
    mutationKey: ['reset-password'],
    mutationFn: (body: Body<typeof resetPassword>) => call(resetPassword, { body }),
    onSuccess: async (_reply, _body, _result, { client }) => {
      const session = currentSession(client)
      // A session that has ended is forgotten there; after any other failure it stands as it was.
      if (session) await refreshSession(client, session).catch(() => {})
    },
  })
