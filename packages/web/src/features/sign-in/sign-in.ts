import type { Body } from '@latchkey/core/endpoint'
import { signIn } from '@latchkey/core/routes/sign-in'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { takeStep } from '../../api/challenge.ts'
import { inTurn } from '../../api/session.ts'

/** Signing in starts the session, unless a challenge comes first; where that leads is for the guards to say. */
export const signInMutation = () =>
  mutationOptions({
    mutationKey: ['sign-in'],
    mutationFn: (body: Body<typeof signIn>) => inTurn(() => call(signIn, { body })),
    onSuccess: (reply, { username }, _result, { client }) => takeStep(client, reply, username),
  })
