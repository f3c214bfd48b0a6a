import type { Pool } from '../pool.ts'
import type { Attributes } from '../rules/attributes.ts'

/** The attributes that the pool demands of every user and that this one lacks. */
export function missingAttributes({ schema }: Pool, attributes: Attributes): string[] {
  return [...schema]
    .filter(([name, { Required }]) => Required && name !== 'sub' && !attributes[name])
    .map(([name]) => name)
}
