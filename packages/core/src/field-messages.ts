import { type BaseIssue, getDotPath } from 'valibot'
import type { FieldMessages } from './errors.ts'

/** The first thing wrong with each field. What is wrong with the whole is under `body`. */
export function fieldMessages(issues: readonly BaseIssue<unknown>[]): FieldMessages {
  const messages = new Map<string, string>()
  for (const issue of issues) {
    const field = getDotPath(issue) ?? 'body'
    if (!messages.has(field)) messages.set(field, messageOf(issue))
  }
  return Object.fromEntries(messages)
}

/** A schema of an object has no words of its own for a key too many or too few. */
function messageOf({ type, expected, message }: BaseIssue<unknown>): string {
  if (type !== 'strict_object') return message
  if (expected === 'never') return 'This field is not known here.'
  return expected === 'Object' ? 'Send a JSON object.' : 'This field is missing.'
}
