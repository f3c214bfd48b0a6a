import type { Body } from '@latchkey/core/endpoint'
import { resetPassword } from '@latchkey/core/routes/recovery'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { refreshSession, sessionQuery } from '../../api/session.ts'

/** Resetting a password ends the sessions of its account. Whether this browser's is one of them, the API knows. */
export const resetPasswordMutation = () =>
  mutationOptions({
    mutationKey: ['reset-password'],
    mutationFn: (body: Body<typeof resetPassword>) => call(resetPassword, { body }),
    onSuccess: async (_reply, _body, _result, { client }) => {
      // It may still be on its way, by an answer from before.
      const { session } = await client.ensureQueryData(sessionQuery())
      // A session that has ended is forgotten there; after any other failure it stands as it was.
      if (session) await refreshSession(client, session).catch(() => {})
    },
  })
