import type { MouseEvent } from 'react'
import { useCountdown } from '../hooks/use-countdown.ts'
import { useLaterWords, useLocale } from '../words/words.ts'
import { Button } from './button.tsx'
import { FormMessage } from './form-message.tsx'
import './resend.css'

type ResendProps = {
  /** The moment from which another code may be asked for. */
  fromMs: number
  isWaiting: boolean
  /** No code has been sent so far, and without one there is nothing else to do. */
  isMain?: boolean
  /** Why none could be sent. */
  problem?: string | undefined
  news: string
  /** The id of the form that says whose code it is. */
  form?: string
  onResend: (event: MouseEvent<HTMLButtonElement>) => void
}

/** Asks for another code, once the wait for it is over. */
export function Resend({ fromMs, isWaiting, isMain = false, problem, news, form, onResend }: ResendProps) {
  const seconds = useCountdown(fromMs)
  const locale = useLocale()
  const { sendNewCode } = useLaterWords()

  return (
    <div className="resend">
      <FormMessage message={problem} />
      <Button
        form={form}
        tone={isMain ? 'main' : undefined}
        isIdle={seconds > 0}
        isWaiting={isWaiting}
        onClick={onResend}
      >
        {sendNewCode}
        {seconds > 0 && <span className="resend-wait">{inWords(seconds, locale)}</span>}
      </Button>
      <p className="resend-news" role="status">
        {news}
      </p>
    </div>
  )
}

function inWords(seconds: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { style: 'short' })
  return seconds < 120 ? format.format(seconds, 'second') : format.format(Math.ceil(seconds / 60), 'minute')
}
