import { PasskeyName } from '@latchkey/core/rules/passkey'
import type { SubmitEvent } from 'react'
import * as v from 'valibot'
import { abandonPasskey } from '../../api/passkeys.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { FormError } from '../../components/form-error.tsx'
import { formValues } from '../../components/form-values.ts'
import { Actions, Panel } from '../../components/panel.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { useIssues } from '../../hooks/use-issues.ts'
import { addPasskeyMutation } from './passkeys.ts'
import { suggestedName } from './suggested-name.ts'

type AddPasskeyFormProps = { onAdded: (name: string) => void; onCancel: () => void }

const Input = v.object({ name: PasskeyName })

export function AddPasskeyForm({ onAdded, onCancel }: AddPasskeyFormProps) {
  const addPasskey = useGuardedMutation(addPasskeyMutation())
  const { issues, message, check, refuse, formProps } = useIssues()

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (addPasskey.isPending) return

    const input = check(Input, formValues(event.currentTarget, { trim: ['name'] }))
    if (!input) return

    addPasskey.mutate(input, {
      onSuccess: (outcome, { name }) => {
        if (outcome === 'added') onAdded(name)
      },
      onError: refuse,
    })
  }

  function cancel() {
    if (addPasskey.isPending) void abandonPasskey()
    onCancel()
  }

  return (
    <Panel label="Add a passkey">
      <form className="form" {...formProps} onSubmit={submit}>
        <FormError message={message} />
        <Field
          name="name"
          label="Name of the passkey"
          autoComplete="off"
          autoCapitalize="sentences"
          hint="To know it again in this list. Your browser asks for the rest."
          defaultValue={suggestedName(navigator.userAgent)}
          error={issues.name}
        />
        <Actions>
          <SubmitButton isWaiting={addPasskey.isPending}>Add passkey</SubmitButton>
          <Button onClick={cancel}>Cancel</Button>
        </Actions>
      </form>
    </Panel>
  )
}
