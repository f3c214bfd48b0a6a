import type { AppError } from '@latchkey/core/errors'
import { Code } from '@latchkey/core/rules/code'
import { codeLength } from '@latchkey/core/rules/limits'
import type { ReactNode, SubmitEvent } from 'react'
import * as v from 'valibot'
import { useIssues } from '../hooks/use-issues.ts'
import { fillText } from '../words/fill.ts'
import { useLaterWords } from '../words/words.ts'
import { CodeField } from './code-field.tsx'
import { FormMessage } from './form-message.tsx'
import { formValues } from './form-values.ts'
import { Actions } from './panel.tsx'
import { SubmitButton } from './submit-button.tsx'

type CodeFormProps = {
  hint?: ReactNode
  action: string
  isWaiting: boolean
  /** Called with a code of the right form; a refusal of it goes to `refuse`. */
  onCode: (code: string, refuse: (error: AppError) => void) => void
  /** What else can be done. */
  children?: ReactNode
}

const Input = v.object({ code: Code })

/** Asks for a code, and sends it as soon as it is complete. */
export function CodeForm({ hint, action, isWaiting, onCode, children }: CodeFormProps) {
  const { issues, message, check, refuse, formProps } = useIssues({
    code_mismatch: 'code',
    code_expired: 'code',
  })

  const { digitCode } = useLaterWords()

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isWaiting) return

    const input = check(Input, formValues(event.currentTarget, { trim: [] }))
    if (input) onCode(input.code, refuse)
  }

  const button = <SubmitButton isWaiting={isWaiting}>{action}</SubmitButton>
  return (
    <form className="form" {...formProps} onSubmit={submit}>
      <FormMessage message={message} />
      <CodeField
        name="code"
        label={fillText(digitCode, { count: codeLength })}
        hint={hint}
        length={codeLength}
        error={issues.code}
        onComplete={input => input.form?.requestSubmit()}
      />
      {children ? (
        <Actions>
          {button}
          {children}
        </Actions>
      ) : (
        button
      )}
    </form>
  )
}
