import type { Body } from '@latchkey/core/endpoint'
import { forgotPassword } from '@latchkey/core/routes/recovery'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { coolDownAfter } from '../../api/cool-down.ts'

export const forgotPasswordMutation = () =>
  mutationOptions({
    mutationKey: ['forgot-password'],
    mutationFn: (body: Body<typeof forgotPassword>) => coolDownAfter('reset', call(forgotPassword, { body })),
  })
