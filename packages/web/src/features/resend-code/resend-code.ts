import type { Body } from '@latchkey/core/endpoint'
import { resendCode } from '@latchkey/core/routes/registration'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { startCoolDown } from '../../api/cool-down.ts'

export const resendCodeMutation = () =>
  mutationOptions({
    mutationKey: ['resend-code'],
    mutationFn: (body: Body<typeof resendCode>) => call(resendCode, { body }),
    onSuccess: () => startCoolDown('sign-up'),
    onError: error => {
      if (error.code === 'too_many_attempts') startCoolDown('sign-up', error.retryAfterSeconds)
    },
  })
