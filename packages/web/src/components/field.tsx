import type { ComponentProps, ReactNode } from 'react'
import { FieldFrame, type FrameProps } from './field-frame.tsx'

type FieldProps = FrameProps &
  Omit<ComponentProps<'input'>, 'id' | 'className'> & {
    name: string
    /** Inside the box, behind the text. */
    trailing?: ReactNode
  }

/** A line of text. Nothing a person types into it is corrected or capitalised for them. */
export function Field({ label, error, hint, aside, trailing, ...input }: FieldProps) {
  return (
    <FieldFrame label={label} error={error} hint={hint} aside={aside}>
      {wiring => (
        <div className="field-box">
          <input required autoCapitalize="none" autoCorrect="off" spellCheck={false} {...input} {...wiring} />
          {trailing}
        </div>
      )}
    </FieldFrame>
  )
}
