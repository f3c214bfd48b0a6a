import { expect, test } from 'vitest'
import { passkeyUser, signedIn } from '../testing/passkey-user.ts'

test('tells of each passkey, oldest first', async () => {
  await using person = await passkeyUser()
  expect((await person.list()).Credentials).toEqual([])
  const made = new Date(person.engine.clock.now())
  const first = await person.register({ aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd' })
  person.engine.clock.advance({ seconds: 1 })
  const second = await person.register()

  const { $metadata, ...answer } = await person.list()
  expect(answer).toEqual({
    Credentials: [
      {
        CredentialId: first,
        FriendlyCredentialName: 'iCloud Keychain',
        RelyingPartyId: 'localhost',
        AuthenticatorAttachment: 'platform',
        AuthenticatorTransports: ['internal', 'hybrid'],
        CreatedAt: made,
      },
      expect.objectContaining({ CredentialId: second, FriendlyCredentialName: 'Passkey' }),
    ],
  })
})

test('tells nobody of the passkeys of another', async () => {
  await using person = await passkeyUser()
  await person.register()
  await person.engine.confirmedUser('bob', { email: 'bob@example.test' })
  const bob = await signedIn(person.engine, 'bob')
  expect((await bob.list()).Credentials).toEqual([])
})

test('gives as many as are asked for, and the way to the others', async () => {
  await using person = await passkeyUser()
  const ids = []
  for (let count = 0; count < 3; count++) {
    ids.push(await person.register())
    person.engine.clock.advance({ seconds: 1 })
  }
  const page = async (input: Parameters<typeof person.list>[0]) => {
    const { Credentials = [], NextToken } = await person.list(input)
    return { ids: Credentials.map(({ CredentialId }) => CredentialId), NextToken }
  }

  const first = await page({ MaxResults: 2 })
  expect(first.ids).toEqual(ids.slice(0, 2))
  const second = await page({ MaxResults: 2, NextToken: first.NextToken })
  expect(second).toEqual({ ids: ids.slice(2), NextToken: undefined })
  expect(await page({ MaxResults: 3 })).toEqual({ ids, NextToken: undefined })
  expect(await page({ MaxResults: 0 })).toEqual({ ids, NextToken: undefined })
})

test('refuses a token that it did not give, and too large a page', async () => {
  await using person = await passkeyUser()
  await person.register()
  const refused = { name: 'InvalidParameterException', $metadata: { httpStatusCode: 400 } }
  await expect(person.list({ NextToken: 'garbage' })).rejects.toMatchObject(refused)
  await expect(person.list({ MaxResults: 21 })).rejects.toMatchObject(refused)
  await expect(person.list({ MaxResults: -1 })).rejects.toMatchObject(refused)
})
