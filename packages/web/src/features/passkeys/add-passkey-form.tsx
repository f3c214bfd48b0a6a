import { PasskeyName } from '@latchkey/core/rules/passkey'
import type { SubmitEvent } from 'react'
import * as v from 'valibot'
import { abandonPasskey } from '../../api/passkeys.ts'
import { Button } from '../../components/button.tsx'
import { Field } from '../../components/field.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { formValues } from '../../components/form-values.ts'
import { Actions, Panel } from '../../components/panel.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { useGuardedMutation } from '../../hooks/use-guarded-mutation.ts'
import { useIssues } from '../../hooks/use-issues.ts'
import { useLaterWords, useWords } from '../../words/words.ts'
import { addPasskeyMutation } from './passkeys.ts'
import { suggestedName } from './suggested-name.ts'

type AddPasskeyFormProps = { onAdded: (name: string) => void; onCancel: () => void }

const Input = v.object({ name: PasskeyName })

export function AddPasskeyForm({ onAdded, onCancel }: AddPasskeyFormProps) {
  const addPasskey = useGuardedMutation(addPasskeyMutation())
  const words = useWords()
  const { adding, suggestion } = useLaterWords().passkeys
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
    <Panel label={adding.label}>
      <form className="form" {...formProps} onSubmit={submit}>
        <FormMessage message={message} />
        <Field
          name="name"
          label={adding.name}
          autoComplete="off"
          autoCapitalize="sentences"
          hint={adding.hint}
          defaultValue={suggestedName(navigator.userAgent, suggestion)}
          error={issues.name}
        />
        <Actions>
          <SubmitButton isWaiting={addPasskey.isPending} isAsking>
            {adding.action}
          </SubmitButton>
          <Button onClick={cancel}>{words.cancel}</Button>
        </Actions>
      </form>
    </Panel>
  )
}
