import { forgotPassword as row } from '@latchkey/core/routes/recovery'
import { useMutation } from '@tanstack/react-query'
import { type MouseEvent, useState } from 'react'
import * as v from 'valibot'
import { coolDownEndMs } from '../../api/cool-down.ts'
import { formValues } from '../../components/form-values.ts'
import { noCodeYet, Resend } from '../../components/resend.tsx'
import { sentenceOf } from '../../hooks/use-issues.ts'
import { forgotPasswordMutation } from './forgot-password.ts'

type ResendResetCodeProps = {
  /** The id of the form that says whose code it is. */
  form: string
}

export function ResendResetCode({ form }: ResendResetCodeProps) {
  const forgotPassword = useMutation(forgotPasswordMutation())
  const [problem, setProblem] = useState<string>()

  function resend({ currentTarget }: MouseEvent<HTMLButtonElement>) {
    if (!currentTarget.form) return
    const { username } = formValues(currentTarget.form, { trim: ['username'] })
    const input = v.safeParse(row.body, { username })
    setProblem(input.success ? undefined : 'Enter your username or email address first.')
    if (input.success) {
      forgotPassword.mutate(input.output, { onError: error => setProblem(sentenceOf(error)) })
    }
  }

  return (
    <Resend
      form={form}
      fromMs={coolDownEndMs('reset')}
      isWaiting={forgotPassword.isPending}
      problem={problem}
      news={forgotPassword.isSuccess ? 'If there is an account, a new code is on its way.' : noCodeYet}
      onResend={resend}
    />
  )
}
