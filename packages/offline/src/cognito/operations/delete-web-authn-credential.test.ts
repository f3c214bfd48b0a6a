import { expect, test } from 'vitest'
import { passkeyUser, signedIn } from '../testing/passkey-user.ts'

const notFound = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 400 } }

test('answers nothing, and the passkey is gone', async () => {
  await using person = await passkeyUser()
  const [kept, deleted] = [await person.register(), await person.register()]
  const { $metadata, ...answer } = await person.remove(deleted)

  expect(answer).toEqual({})
  const { Credentials } = await person.list()
  expect(Credentials?.map(({ CredentialId }) => CredentialId)).toEqual([kept])
  await expect(person.remove(deleted)).rejects.toMatchObject(notFound)
})

test('refuses the passkey of another like one that does not exist', async () => {
  await using person = await passkeyUser()
  const id = await person.register()
  await person.engine.confirmedUser('bob', { email: 'bob@example.test' })
  const bob = await signedIn(person.engine, 'bob')

  await expect(bob.remove(id)).rejects.toMatchObject(notFound)
  await expect(bob.remove('garbage')).rejects.toMatchObject(notFound)
  expect((await person.list()).Credentials).toHaveLength(1)
})
