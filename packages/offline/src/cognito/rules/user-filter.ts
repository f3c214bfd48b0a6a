/**
 * The filter of ListUsers: one attribute, `=` or `^=` for a beginning, and a
 * value in quotation marks.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html
 */
import type { User } from '../store/users.ts'
import { invalidParameter } from './failures.ts'
import { openText } from './open-texts.ts'

const form = /^\s*(?<name>[\w:]+)\s*(?<operator>\^?=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*$/

const searchableAttributes: ReadonlySet<string> = new Set([
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
])

/** An empty filter passes everybody. Refuses one of another form, and attributes that cannot be searched. */
export function userFilter(filter: string): (user: User) => boolean {
  if (filter.trim() === '') return () => true
  const { name = '', operator, value = '' } = filter.match(form)?.groups ?? {}
  if (operator === undefined) throw invalidParameter(openText.invalidFilter)

  const read = searched(name)
  const isStatus = name === 'cognito:user_status'
  const folded = (text: string) => (isStatus ? text.toLowerCase() : text)
  const wanted = folded(value.replaceAll(/\\(.)/g, '$1'))
  return user => {
    const found = read(user)
    if (found === undefined) return false
    return operator === '=' ? folded(found) === wanted : folded(found).startsWith(wanted)
  }
}

function searched(name: string): (user: User) => string | undefined {
  switch (name) {
    case 'username':
      return ({ username }) => username
    case 'sub':
      return ({ sub }) => sub
    case 'cognito:user_status':
      return ({ status }) => status
    case 'status':
      return ({ isEnabled }) => (isEnabled ? 'Enabled' : 'Disabled')
  }
  if (searchableAttributes.has(name)) return ({ attributes }) => attributes[name]
  throw invalidParameter(openText.notSearchable(name))
}
