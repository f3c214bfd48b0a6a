import type { Body } from '@latchkey/core/endpoint'
import { signUp } from '@latchkey/core/routes/registration'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

export const signUpMutation = () =>
  mutationOptions({
    mutationKey: ['sign-up'],
    mutationFn: (body: Body<typeof signUp>) => call(signUp, { body }),
  })
