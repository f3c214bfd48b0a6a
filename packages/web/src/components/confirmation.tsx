import type { AppError } from '@latchkey/core/errors'
import { type ReactNode, type SubmitEvent, useId } from 'react'
import { useSentences } from '../words/words.ts'
import { Button } from './button.tsx'
import { FormMessage } from './form-message.tsx'
import { Actions, Panel } from './panel.tsx'
import { SubmitButton } from './submit-button.tsx'

type ConfirmationProps = {
  label: string
  /** What it would mean. */
  children: ReactNode
  action: string
  /** The way back, in the words of this question. */
  refrain: string
  isWaiting: boolean
  /** Why it could not be done. */
  error: AppError | null
  onConfirm: () => void
  onRefrain: () => void
}

/** Asks whether something is really meant. */
export function Confirmation(props: ConfirmationProps) {
  const { label, children, action, refrain, isWaiting, error, onConfirm, onRefrain } = props
  const id = useId()
  const { sentenceOf } = useSentences()

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!isWaiting) onConfirm()
  }

  return (
    <Panel label={label} describedBy={id} opensAt="beginning">
      <form className="form" onSubmit={submit}>
        <FormMessage message={error ? sentenceOf(error) : undefined} />
        <p id={id}>{children}</p>
        <Actions>
          <SubmitButton isWaiting={isWaiting} tone="danger">
            {action}
          </SubmitButton>
          <Button isIdle={isWaiting} onClick={onRefrain}>
            {refrain}
          </Button>
        </Actions>
      </form>
    </Panel>
  )
}
