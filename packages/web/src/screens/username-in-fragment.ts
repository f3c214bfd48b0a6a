import { Username } from '@latchkey/core/rules/username'
import * as v from 'valibot'

/** The name in `/confirm#username=…` and `/reset-password#username=…`, as our emails link to them. */
export function usernameInFragment(fragment: string): string | undefined {
  const username = new URLSearchParams(fragment.replace(/^#/, '')).get('username')
  const { success, output } = v.safeParse(Username, username)
  return success ? output : undefined
}
