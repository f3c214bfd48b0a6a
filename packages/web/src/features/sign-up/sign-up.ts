import { type Body, type Contract, contract } from '@latchkey/core/contract'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

export const signUpMutation = () =>
  mutationOptions({
    mutationKey: ['sign-up'],
    mutationFn: (body: Body<Contract['signUp']>) => call(contract.signUp, body),
  })
