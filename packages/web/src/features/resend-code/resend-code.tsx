import { contract } from '@latchkey/core/contract'
import { useMutation } from '@tanstack/react-query'
import { type MouseEvent, useState } from 'react'
import * as v from 'valibot'
import { Button } from '../../components/button.tsx'
import { FormError } from '../../components/form-error.tsx'
import { formValues } from '../../components/form-values.ts'
import { useCountdown } from '../../hooks/use-countdown.ts'
import { coolDownEndMs } from './cool-down.ts'
import { resendCodeMutation } from './resend-code.ts'
import './resend-code.css'

type ResendCodeProps = {
  /** The id of the form that has the username. */
  form: string
  onSent: (sent: { username: string; destination: string }) => void
}

export function ResendCode({ form, onSent }: ResendCodeProps) {
  const resendCode = useMutation(resendCodeMutation())
  const [endMs, setEndMs] = useState(coolDownEndMs)
  const [problem, setProblem] = useState<string>()
  const seconds = useCountdown(endMs)

  function resend({ currentTarget }: MouseEvent<HTMLButtonElement>) {
    if (!currentTarget.form) return
    const { username } = formValues(currentTarget.form, { trim: ['username'] })
    const input = v.safeParse(contract.resendCode.body, { username })
    setProblem(input.success ? undefined : 'Enter your username first.')
    if (!input.success) return

    resendCode.mutate(input.output, {
      onSuccess: ({ delivery }, body) =>
        onSent({ username: body.username, destination: delivery.destination }),
      onError: error => setProblem(error.message),
      onSettled: () => setEndMs(coolDownEndMs()),
    })
  }

  return (
    <div className="resend">
      <FormError message={problem} />
      <Button form={form} isIdle={seconds > 0} isWaiting={resendCode.isPending} onClick={resend}>
        Send a new code{seconds > 0 && <span className="resend-wait">in {seconds} s</span>}
      </Button>
      <p className="resend-news" role="status">
        {resendCode.isSuccess
          ? `A new code is on its way to ${resendCode.data.delivery.destination}.`
          : 'No code yet? It can take a minute. Look among your spam too.'}
      </p>
    </div>
  )
}
