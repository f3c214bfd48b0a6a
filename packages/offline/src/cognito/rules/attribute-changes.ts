/** What a user may change of their attributes, by the pool's schema, and what follows of a change. */
import type { Pool } from '../pool.ts'
import type { AttributeChanges } from '../store/users.ts'
import { type Attributes, checkValues, verifiedFlags } from './attributes.ts'
import { invalidParameter } from './failures.ts'
import { openText } from './open-texts.ts'

/** What a request asks for: an empty value removes the attribute. */
export const changesOf = (given: readonly { Name: string; Value: string | undefined }[]): AttributeChanges =>
  Object.fromEntries(given.map(({ Name, Value }) => [Name, Value || undefined]))

/**
 * Refuses what the schema does not know or fixes at sign-up, values out of
 * bounds, and the removal of what it demands. An attribute that is immutable is
 * so too where the user has none.
 */
export function checkChanges({ schema, signInDesign }: Pool, changes: AttributeChanges) {
  const names = Object.keys(changes)
  const removed = names.filter(name => changes[name] === undefined)
  const unknown = removed.filter(name => !schema.has(name))
  checkValues(
    schema,
    onlyValues(changes),
    unknown.map(name => `${name}: Attribute does not exist in the schema.`),
  )
  refuse(
    names.filter(name => schema.get(name)?.Mutable === false),
    name => `user.${name}: Attribute cannot be updated.\n`,
  )
  refuse(
    removed.filter(name => schema.get(name)?.Required || (name === 'email' && signInDesign === 'email')),
    openText.attributeRequired,
  )
}

/** The same with the flags that go with them: a new value is unverified, and one that is the same as before is no change. */
export function withFlags(changes: AttributeChanges, before: Attributes): AttributeChanges {
  const consequences = Object.entries(verifiedFlags)
    .filter(([name]) => name in changes && changes[name] !== before[name])
    .map(([name, flag]) => [flag, changes[name] === undefined ? undefined : 'false'])
  return { ...changes, ...Object.fromEntries(consequences) }
}

function onlyValues(changes: AttributeChanges): Attributes {
  return Object.fromEntries(
    Object.entries(changes).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

function refuse(names: string[], textOf: (name: string) => string) {
  if (names.length > 0) throw invalidParameter(names.map(textOf).join(''))
}
