import { resendCode as row } from '@latchkey/core/routes/registration'
import { useMutation } from '@tanstack/react-query'
import { type MouseEvent, useState } from 'react'
import * as v from 'valibot'
import { coolDownEndMs } from '../../api/cool-down.ts'
import { formValues } from '../../components/form-values.ts'
import { noCodeYet, Resend } from '../../components/resend.tsx'
import { sentenceOf } from '../../hooks/use-issues.ts'
import { resendCodeMutation } from './resend-code.ts'

type ResendCodeProps = {
  /** The id of the form that has the username. */
  form: string
  /** A code has been sent, and may not have come yet. */
  isAwaited: boolean
  onSent: (sent: { username: string; destination: string }) => void
}

export function ResendCode({ form, isAwaited, onSent }: ResendCodeProps) {
  const resendCode = useMutation(resendCodeMutation())
  const [problem, setProblem] = useState<string>()

  function resend({ currentTarget }: MouseEvent<HTMLButtonElement>) {
    if (!currentTarget.form) return
    const { username } = formValues(currentTarget.form, { trim: ['username'] })
    const input = v.safeParse(row.body, { username })
    setProblem(input.success ? undefined : 'Enter your username first.')
    if (!input.success) return

    resendCode.mutate(input.output, {
      onSuccess: ({ delivery }, body) =>
        onSent({ username: body.username, destination: delivery.destination }),
      onError: error => setProblem(sentenceOf(error)),
    })
  }

  return (
    <Resend
      form={form}
      fromMs={coolDownEndMs('sign-up')}
      isWaiting={resendCode.isPending}
      problem={problem}
      news={
        resendCode.isSuccess
          ? `A new code is on its way to ${resendCode.data.delivery.destination}.`
          : isAwaited
            ? noCodeYet
            : ''
      }
      onResend={resend}
    />
  )
}
