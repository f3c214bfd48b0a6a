/**
 * What is wrong with one form: the messages beside its fields, and the one
 * above them when no field is to blame.
 *
 * They appear when a submission fails, whether our own check or the server
 * refused it, and a field's message goes as soon as the field is edited: a
 * person who is mending something is not told off meanwhile.
 */
import type { AppError, ErrorCode, FieldMessages } from '@latchkey/core/errors'
import { fieldMessages } from '@latchkey/core/field-messages'
import { type InputEvent, useEffect, useRef, useState } from 'react'
import * as v from 'valibot'
import { useAnnounce } from './use-announce.ts'

type Blame = Readonly<Partial<Record<ErrorCode, string>>>

/** `blame` names the field that a kind of refusal is about, where the answer itself names none. */
export function useIssues(blame: Blame = {}) {
  const form = useRef<HTMLFormElement>(null)
  const [issues, setIssues] = useState<FieldMessages>({})
  const [message, setMessage] = useState<string>()
  const [failure, setFailure] = useState<{ sentence: string | undefined }>()
  const announce = useAnnounce()

  useEffect(() => {
    if (!failure) return
    const invalid = form.current?.querySelectorAll<HTMLElement>('[aria-invalid="true"]') ?? []
    // A field that is not to be seen here has no place for its message.
    if (invalid.length === 0) return setMessage(failure.sentence)

    invalid[0]?.focus()
    announce(invalid.length === 1 ? 'Check the marked field.' : 'Check the marked fields.')
    return () => announce('')
  }, [failure, announce])

  /** Shows these messages in place of all others, and leads to the first of them; where none is seen, the sentence. */
  function report(next: FieldMessages, sentence?: string) {
    setIssues(next)
    setMessage(undefined)
    setFailure({ sentence })
  }

  /** What the form holds, as the schema reads it. Where it does not fit, shows why and gives nothing. */
  function check<S extends v.GenericSchema>(schema: S, values: unknown): v.InferOutput<S> | undefined {
    const { success, output, issues } = v.safeParse(schema, values)
    report(success ? {} : fieldMessages(issues))
    return success ? output : undefined
  }

  /** Shows why the server refused, beside the field where there is one. */
  function refuse(error: AppError) {
    const field = blame[error.code]
    const sentence = sentenceOf(error)
    report(error.fields ?? (field ? { [field]: sentence } : {}), sentence)
  }

  function forgive(event: InputEvent<HTMLFormElement>) {
    const { name } = event.target as HTMLInputElement
    setIssues(({ [name]: _edited, ...others }) => others)
  }

  const formProps = { ref: form, onInput: forgive, noValidate: true }
  return { issues, message, check, report, refuse, formProps }
}

/** What an error tells a person, the time to wait included where it is known. */
export function sentenceOf({ code, message, retryAfterSeconds }: AppError): string {
  if (code !== 'too_many_attempts' || !retryAfterSeconds) return message
  const minutes = Math.ceil(retryAfterSeconds / 60)
  return `Too many attempts. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`
}
