import { type Body, type Contract, contract } from '@latchkey/core/contract'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { startCoolDown } from './cool-down.ts'

export const resendCodeMutation = () =>
  mutationOptions({
    mutationKey: ['resend-code'],
    mutationFn: (body: Body<Contract['resendCode']>) => call(contract.resendCode, body),
    onSuccess: () => startCoolDown(),
    onError: error => {
      if (error.code === 'too_many_attempts') startCoolDown(error.retryAfterSeconds)
    },
  })
