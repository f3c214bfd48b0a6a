import { AppError } from '@latchkey/core/errors'
import { forgotPassword as row } from '@latchkey/core/routes/recovery'
import { useMutation } from '@tanstack/react-query'
import { type MouseEvent, useState } from 'react'
import * as v from 'valibot'
import { coolDownEndMs } from '../../api/cool-down.ts'
import { formValues } from '../../components/form-values.ts'
import { Resend } from '../../components/resend.tsx'
import { identifierFirst } from '../../words/sentences/forms.ts'
import { useLaterWords, useSentences } from '../../words/words.ts'
import { forgotPasswordMutation } from './forgot-password.ts'

type ResendResetCodeProps = {
  /** The id of the form that says whose code it is. */
  form: string
}

export function ResendResetCode({ form }: ResendResetCodeProps) {
  const forgotPassword = useMutation(forgotPasswordMutation())
  const [problem, setProblem] = useState<AppError>()
  const { noCodeYet, forgotPassword: words } = useLaterWords()
  const { sentenceOf } = useSentences()

  function resend({ currentTarget }: MouseEvent<HTMLButtonElement>) {
    if (!currentTarget.form) return
    const { username } = formValues(currentTarget.form, { trim: ['username'] })
    const input = v.safeParse(row.body, { username })
    setProblem(input.success ? undefined : new AppError('invalid_request', identifierFirst))
    if (input.success) forgotPassword.mutate(input.output, { onError: setProblem })
  }

  return (
    <Resend
      form={form}
      fromMs={coolDownEndMs('reset')}
      isWaiting={forgotPassword.isPending}
      problem={problem && sentenceOf(problem)}
      news={forgotPassword.isSuccess ? words.sent : noCodeYet}
      onResend={resend}
    />
  )
}
