/**
 * Around every control: its label, its hint and its error, and the attributes
 * that tell assistive technology about them.
 */
import { type ReactNode, useId } from 'react'
import './field.css'
import { AlertIcon } from './icons.tsx'

type Wiring = {
  id: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

export type FrameProps = {
  label: string
  error?: string | undefined
  /** Seen before anything is typed, and read out with the label. */
  hint?: ReactNode
  /** Seen beside the label, and reached after the control. */
  aside?: ReactNode
}

export function FieldFrame({
  label,
  error,
  hint,
  aside,
  children,
}: FrameProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const described = [error && errorId, hint && hintId].filter(Boolean).join(' ')

  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': described || undefined,
      })}
      {aside && <div className="field-aside">{aside}</div>}
      {error && (
        <p className="field-error" id={errorId}>
          <AlertIcon />
          {error}
        </p>
      )}
      {hint && (
        <div className="field-hint" id={hintId}>
          {hint}
        </div>
      )}
    </div>
  )
}
