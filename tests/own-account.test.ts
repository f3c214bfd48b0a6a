/** Whose account a request is about, its tokens say and nothing else: no route takes a name for it. */
import { contract, type RouteName } from '@latchkey/core/contract'
import type { Endpoint } from '@latchkey/core/endpoint'
import { CredentialId } from '@latchkey/core/rules/passkey'
import { expect, test } from 'vitest'
import { newPerson } from './person.ts'
import { refusalOf } from './refusal.ts'
import { refresh } from './session-cookies.ts'
import { startApp } from './start-app.ts'

const rows = Object.entries(contract) as [RouteName, Endpoint][]

/** What a schema is made of, as far as it is looked at. */
type Schema = {
  entries?: Record<string, Schema>
  options?: readonly unknown[]
  wrapped?: Schema
  item?: Schema
  pipe?: readonly Schema[]
}

/** Every key that may be sent, at any depth. */
function keysOf({ entries = {}, options = [], wrapped, item, pipe = [] }: Schema): string[] {
  const alternatives = options.filter(option => typeof option === 'object') as Schema[]
  const within = [
    ...Object.values(entries),
    ...alternatives,
    ...(wrapped ? [wrapped] : []),
    ...(item ? [item] : []),
  ]
  return [...Object.keys(entries), ...[...within, ...pipe.slice(1)].flatMap(keysOf)]
}

const sentTo = ({ body, params }: Endpoint) =>
  [body, params].flatMap(schema => (schema ? keysOf(schema as Schema) : []))

test('no body and no path has room for the id of a user', () => {
  const keys = new Set(rows.flatMap(([, row]) => sentTo(row)))
  // The scan does see what lies deep inside.
  for (const key of ['password', 'credential', 'clientDataJSON', 'id']) expect(keys).toContain(key)
  const ofUsers = [...keys].filter(key =>
    /^(sub|uid|owner|(user|account|customer|member|profile)[_-]?id)$/i.test(key),
  )
  expect(ofUsers).toEqual([])
})

test('the signed-in name nobody, but for the owner who types their own name to delete the account', () => {
  const naming = rows
    .filter(([, { access }]) => access === 'session' || access === 'account')
    .filter(([, row]) => sentTo(row).some(key => /user|account|login/i.test(key)))
  expect(naming.map(([name]) => name)).toEqual(['deleteAccount'])
})

test('a path holds an id in one place: that of a passkey, looked for among one’s own', () => {
  const withParameters = rows.filter(([, { path }]) => path.includes('{'))
  expect(withParameters.map(([name, { path, params }]) => [name, path, params?.entries])).toEqual([
    ['removePasskey', '/account/passkeys/{id}', { id: CredentialId }],
  ])
  expect(rows.filter(([, { params }]) => params).map(([name]) => name)).toEqual(['removePasskey'])
})

test('who types the name of another deletes neither account', async () => {
  await using app = await startApp()
  const [ada, bob] = [await newPerson(app), await newPerson(app)]
  const message = 'That is not your username.'
  expect(await refusalOf(ada.browser.delete('/account', { username: bob.username }))).toMatchObject({
    status: 400,
    code: 'invalid_request',
    fields: { username: message },
  })
  for (const { browser } of [ada, bob]) expect((await refresh(browser)).status).toBe(200)
})
