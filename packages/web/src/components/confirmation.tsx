import type { AppError } from '@latchkey/core/errors'
import { type ReactNode, type SubmitEvent, useId } from 'react'
import { sentenceOf } from '../hooks/use-issues.ts'
import { Button } from './button.tsx'
import { FormError } from './form-error.tsx'
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

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (!isWaiting) onConfirm()
  }

  return (
    <Panel label={label} describedBy={id} opensAt="beginning">
      <form className="form" onSubmit={submit}>
        <FormError message={error ? sentenceOf(error) : undefined} />
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
