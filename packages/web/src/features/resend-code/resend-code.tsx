import { AppError } from '@latchkey/core/errors'
import { resendCode as row } from '@latchkey/core/routes/registration'
import { useMutation } from '@tanstack/react-query'
import { type MouseEvent, useState } from 'react'
import * as v from 'valibot'
import { coolDownEndMs } from '../../api/cool-down.ts'
import { formValues } from '../../components/form-values.ts'
import { Resend } from '../../components/resend.tsx'
import { fillText } from '../../words/fill.ts'
import { usernameFirst } from '../../words/sentences/forms.ts'
import { useLaterWords, useSentences } from '../../words/words.ts'
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
  const [problem, setProblem] = useState<AppError>()
  const { newCodeSent, noCodeYet } = useLaterWords()
  const { sentenceOf } = useSentences()

  function resend({ currentTarget }: MouseEvent<HTMLButtonElement>) {
    if (!currentTarget.form) return
    const { username } = formValues(currentTarget.form, { trim: ['username'] })
    const input = v.safeParse(row.body, { username })
    setProblem(input.success ? undefined : new AppError('invalid_request', usernameFirst))
    if (!input.success) return

    resendCode.mutate(input.output, {
      onSuccess: ({ delivery }, body) =>
        onSent({ username: body.username, destination: delivery.destination }),
      onError: setProblem,
    })
  }

  return (
    <Resend
      form={form}
      fromMs={coolDownEndMs('sign-up')}
      isWaiting={resendCode.isPending}
      isMain={!isAwaited}
      problem={problem && sentenceOf(problem)}
      news={
        resendCode.isSuccess ? fillText(newCodeSent, resendCode.data.delivery) : isAwaited ? noCodeYet : ''
      }
      onResend={resend}
    />
  )
}
