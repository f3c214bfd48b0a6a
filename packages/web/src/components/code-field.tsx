/**
 * A code of a few digits: one real input, drawn as slots.
 *
 * Autofill, pasting, undo and a single tab stop survive that way. The digits
 * are the input's own text, spaced to fall into the slots behind it, so the
 * caret and the selection stay honest too.
 */
import { type ClipboardEvent, type InputEvent, useEffect, useRef, useState } from 'react'
import './code-field.css'
import { FieldFrame, type FrameProps } from './field-frame.tsx'

type CodeFieldProps = FrameProps & {
  name: string
  length: number
  /** When the last digit has arrived. */
  onComplete: (input: HTMLInputElement) => void
}

export function CodeField({ label, error, hint, name, length, onComplete }: CodeFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const [digits, setDigits] = useState('')
  const [selected, setSelected] = useState([0, 0])
  const slots = Array.from({ length }, (_, index) => index)

  // Only this event tells of every change: by keys, by touch, by autofill and by ourselves.
  useEffect(() => {
    const look = () => {
      const input = field.current
      if (input && input === document.activeElement) {
        setSelected([input.selectionStart ?? 0, input.selectionEnd ?? 0])
      }
    }
    document.addEventListener('selectionchange', look)
    return () => document.removeEventListener('selectionchange', look)
  }, [])

  // A refused code is replaced by typing: there is no empty slot left to type into.
  useEffect(() => {
    if (error) field.current?.select()
  }, [error])

  // What a script sets takes the way back with it, so what is no digit is kept out before it is there.
  function keepOut(event: InputEvent<HTMLInputElement>) {
    if (/\D/.test(event.data ?? '')) event.preventDefault()
  }

  function paste(event: ClipboardEvent<HTMLInputElement>) {
    const pasted = event.clipboardData.getData('text')
    if (!/\D/.test(pasted)) return
    event.preventDefault()
    document.execCommand('insertText', false, pasted.replace(/\D/g, ''))
  }

  /** What comes by another way, from autofill, say. */
  function tidy(event: InputEvent<HTMLInputElement>) {
    const input = event.currentTarget
    const typed = input.value.replace(/\D/g, '').slice(0, length)
    if (typed !== input.value) input.value = typed
    setDigits(typed)
    if (typed.length === length && typed !== digits) onComplete(input)
  }

  return (
    <FieldFrame label={label} error={error} hint={hint}>
      {wiring => (
        <div className="code">
          <div className="code-slots" aria-hidden="true">
            {slots.map(index => (
              <span
                key={index}
                className="code-slot"
                data-filled={index < digits.length}
                data-selected={isSelected(index, selected, length)}
              />
            ))}
          </div>
          <div className="code-text">
            <input
              {...wiring}
              ref={field}
              className="code-input"
              name={name}
              type="text"
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              spellCheck={false}
              onBeforeInput={keepOut}
              onPaste={paste}
              onInput={tidy}
              onFocus={event => event.currentTarget.select()}
            />
          </div>
        </div>
      )}
    </FieldFrame>
  )
}

/** The slots of a selection, or the one where the caret is: behind the last digit that is the last slot. */
function isSelected(index: number, [start = 0, end = 0]: number[], length: number): boolean {
  return start === end ? index === Math.min(start, length - 1) : index >= start && index < end
}
