import type { Body } from '@latchkey/core/endpoint'
import { confirm } from '@latchkey/core/routes/registration'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { inTurn, startSession } from '../../api/session.ts'

/** In the browser that signed up, confirming starts the session. */
export const confirmMutation = () =>
  mutationOptions({
    mutationKey: ['confirm'],
    mutationFn: (body: Body<typeof confirm>) => inTurn(() => call(confirm, { body })),
    onSuccess: ({ session }, _body, _result, { client }) => {
      if (session) startSession(client, session)
    },
  })
