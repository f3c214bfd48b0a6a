import type { Body } from '@latchkey/core/endpoint'
import { resendCode as row } from '@latchkey/core/routes/registration'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { coolDownAfter } from '../../api/cool-down.ts'

export const resendCode = (body: Body<typeof row>) => coolDownAfter('sign-up', call(row, { body }))

export const resendCodeMutation = () =>
  mutationOptions({ mutationKey: ['resend-code'], mutationFn: resendCode })
