/** What may be a username, which depends on how a pool's users sign in. */
import type { Pool } from '../pool.ts'
import { type Attributes, isEmail } from './attributes.ts'
import { invalidParameter } from './failures.ts'
import { openText } from './open-texts.ts'

export function checkUsernameForm(pool: Pool, username: string) {
  if (pool.signInDesign === 'alias' && isEmail(username)) {
    throw invalidParameter(
      'Username cannot be of email format, since user pool is configured for email alias.',
    )
  }
  if (pool.signInDesign === 'email' && !isEmail(username)) {
    throw invalidParameter('Username should be an email.')
  }
}

/** Where the address is the username, it becomes the user's email too. */
export function withUsername(pool: Pool, username: string, attributes: Attributes): Attributes {
  if (pool.signInDesign !== 'email') return attributes
  if (attributes.email !== undefined && attributes.email !== username) {
    throw invalidParameter(openText.emailNotUsername)
  }
  return { ...attributes, email: username }
}
