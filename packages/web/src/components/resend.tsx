import type { MouseEvent } from 'react'
import { useCountdown } from '../hooks/use-countdown.ts'
import { Button } from './button.tsx'
import { FormError } from './form-error.tsx'
import './resend.css'

type ResendProps = {
  /** The moment from which another code may be asked for. */
  fromMs: number
  isWaiting: boolean
  /** Why none could be sent. */
  problem?: string | undefined
  news: string
  /** The id of the form that says whose code it is. */
  form?: string
  onResend: (event: MouseEvent<HTMLButtonElement>) => void
}

/** Asks for another code, once the wait for it is over. */
export function Resend({ fromMs, isWaiting, problem, news, form, onResend }: ResendProps) {
  const seconds = useCountdown(fromMs)

  return (
    <div className="resend">
      <FormError message={problem} />
      <Button form={form} isIdle={seconds > 0} isWaiting={isWaiting} onClick={onResend}>
        Send a new code{seconds > 0 && <span className="resend-wait">in {inWords(seconds)}</span>}
      </Button>
      <p className="resend-news" role="status">
        {news}
      </p>
    </div>
  )
}

const inWords = (seconds: number) => (seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`)

export const noCodeYet = 'No code yet? It can take a minute. Look among your spam too.'
