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
import { formFor, useLocale, useSentences, useWords } from '../words/words.ts'
import { useAnnounce } from './use-announce.ts'

type Blame = Readonly<Partial<Record<ErrorCode, string>>>

/** `blame` names the field that a kind of refusal is about, where the answer itself names none. */
export function useIssues(blame: Blame = {}) {
  const form = useRef<HTMLFormElement>(null)
  const [issues, setIssues] = useState<FieldMessages>({})
  const [refusal, setRefusal] = useState<AppError>()
  const [failure, setFailure] = useState<{ error?: AppError | undefined }>()
  const [marked, setMarked] = useState(0)
  const announce = useAnnounce()
  const locale = useLocale()
  const { checkFields } = useWords()
  const { sentence, sentenceOf } = useSentences()

  useEffect(() => {
    if (!failure) return
    const invalid = form.current?.querySelectorAll<HTMLElement>('[aria-invalid="true"]') ?? []
    setMarked(invalid.length)
    // A field that is not to be seen here has no place for its message.
    if (invalid.length === 0) return setRefusal(failure.error)

    invalid[0]?.focus()
  }, [failure])

  const news = marked > 0 && formFor(locale, checkFields, marked)
  useEffect(() => {
    if (!news) return
    announce(news)
    return () => announce('')
  }, [news, announce])

  /** Shows these messages in place of all others, and leads to the first of them; where none is seen, the error. */
  function report(next: FieldMessages, error?: AppError) {
    setIssues(next)
    setRefusal(undefined)
    setFailure({ error })
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
    report(error.fields ?? (field ? { [field]: error.message } : {}), error)
  }

  function forgive(event: InputEvent<HTMLFormElement>) {
    const { name } = event.target as HTMLInputElement
    setIssues(({ [name]: _edited, ...others }) => others)
  }

  const inWords = Object.fromEntries(Object.entries(issues).map(([field, text]) => [field, sentence(text)]))
  const formProps = { ref: form, onInput: forgive, noValidate: true }
  return {
    issues: inWords as FieldMessages,
    message: refusal && sentenceOf(refusal),
    check,
    report,
    refuse,
    formProps,
  }
}
