import { type Body, type Contract, contract } from '@latchkey/core/contract'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { startSession } from '../../api/session.ts'

/** Signing in starts the session; where that leads is for the guards to say. */
export const signInMutation = () =>
  mutationOptions({
    mutationKey: ['sign-in'],
    mutationFn: (body: Body<Contract['signIn']>) => call(contract.signIn, body),
    onSuccess: (session, _body, _result, { client }) => startSession(client, session),
  })
