import { CreateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import type { createAuthenticator } from '../testing/authenticator.ts'
import { poolId } from '../testing/engine.ts'
import { passkeyPool, passkeyUser, signedIn } from '../testing/passkey-user.ts'

const withSettings = (settings: object) =>
  passkeyUser({
    ...passkeyPool,
    factors: { WebAuthnConfiguration: { RelyingPartyId: 'localhost', ...settings } },
  })

const refusal = (name: string) => ({ name, $metadata: { httpStatusCode: 400 } })

test('answers nothing and keeps the passkey', async () => {
  await using person = await passkeyUser()
  const credential = person.authenticator.create(await person.start())
  const { $metadata, ...answer } = await person.complete(credential)

  expect(answer).toEqual({})
  const { Credentials } = await person.list()
  expect(Credentials?.map(({ CredentialId }) => CredentialId)).toEqual([credential.id])
})

test('wants a registration that has been started', async () => {
  await using person = await passkeyUser()
  const options = {
    challenge: 'bm9ib2R5IGhhcyBpc3N1ZWQgdGhpcw',
    rp: { id: 'localhost' },
    user: { id: 'YWRh' },
  }
  const credential = person.authenticator.create(options)
  const notFound = refusal('WebAuthnChallengeNotFoundException')

  await expect(person.complete(credential)).rejects.toMatchObject(notFound)
  await person.start()
  await expect(person.complete(credential)).rejects.toMatchObject(notFound)
})

test('takes a challenge once', async () => {
  await using person = await passkeyUser()
  const options = await person.start()
  const credential = person.authenticator.create(options)
  await person.complete(credential)

  const notFound = refusal('WebAuthnChallengeNotFoundException')
  await expect(person.complete(credential)).rejects.toMatchObject(notFound)
  await expect(person.complete(person.authenticator.create(options))).rejects.toMatchObject(notFound)
})

test('takes a challenge once from two who come at the same time', async () => {
  await using person = await passkeyUser()
  const options = await person.start()
  const answers = await Promise.allSettled([
    person.complete(person.authenticator.create(options)),
    person.complete(person.authenticator.create(options)),
  ])
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect((await person.list()).Credentials).toHaveLength(1)
})

test('takes only the newest challenge', async () => {
  await using person = await passkeyUser()
  const older = person.authenticator.create(await person.start())
  const newer = person.authenticator.create(await person.start())
  await expect(person.complete(older)).rejects.toMatchObject(refusal('WebAuthnChallengeNotFoundException'))
  await expect(person.complete(newer)).resolves.toBeDefined()
})

test('takes a challenge for three minutes', async () => {
  await using person = await passkeyUser()
  const first = person.authenticator.create(await person.start())
  person.engine.clock.advance({ minutes: 2, seconds: 59 })
  await expect(person.complete(first)).resolves.toBeDefined()

  const second = person.authenticator.create(await person.start())
  person.engine.clock.advance({ minutes: 3 })
  await expect(person.complete(second)).rejects.toMatchObject(refusal('WebAuthnChallengeNotFoundException'))
})

test('takes nobody else’s challenge', async () => {
  await using person = await passkeyUser()
  await person.engine.confirmedUser('bob', { email: 'bob@example.test' })
  const bob = await signedIn(person.engine, 'bob')
  await bob.start()
  const credential = bob.authenticator.create(await person.start())
  await expect(bob.complete(credential)).rejects.toMatchObject(refusal('WebAuthnChallengeNotFoundException'))
})

test.each([
  ['https://localhost', 'localhost'],
  ['http://localhost:5173', 'localhost'],
  ['https://example.test', 'example.test'],
  ['https://example.test:8443', 'example.test'],
  ['https://app.example.test', 'example.test'],
  ['https://a.b.example.test', 'example.test'],
])('takes a passkey that was made on %s for %s', async (origin, RelyingPartyId) => {
  await using person = await withSettings({ RelyingPartyId })
  await expect(person.register({ origin })).resolves.toBeDefined()
})

test.each([
  ['http://example.test', 'example.test'],
  ['http://localhost:5173', 'example.test'],
  ['http://app.localhost:5173', 'localhost'],
  ['http://127.0.0.1:5173', 'localhost'],
  ['https://badexample.test', 'example.test'],
  ['https://example.test.other.test', 'example.test'],
  ['https://example.test', 'app.example.test'],
  ['https://example.test@other.test', 'example.test'],
  ['https://example.test/', 'example.test'],
  ['android:apk-key-hash:example.test', 'example.test'],
  ['null', 'example.test'],
])('takes no passkey that was made on %s for %s', async (origin, RelyingPartyId) => {
  await using person = await withSettings({ RelyingPartyId })
  await expect(person.register({ origin })).rejects.toMatchObject(
    refusal('WebAuthnOriginNotAllowedException'),
  )
  expect((await person.list()).Credentials).toEqual([])
})

test('takes no passkey of another relying party', async () => {
  await using person = await passkeyUser()
  await expect(person.register({ relyingPartyId: 'example.test' })).rejects.toMatchObject(
    refusal('WebAuthnRelyingPartyMismatchException'),
  )
})

test('takes no passkey of an algorithm that it did not name', async () => {
  await using person = await passkeyUser()
  await expect(person.register({ algorithm: -8 })).rejects.toMatchObject(
    refusal('WebAuthnCredentialNotSupportedException'),
  )
})

test.each([
  ['may be left out where it is preferred', { UserVerification: 'preferred' }, false],
  ['must not be left out where it is required', { UserVerification: 'required' }, true],
  [
    'must not be left out where a passkey counts as two factors',
    { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' },
    true,
  ],
])('user verification %s', async (_, settings, isRefused) => {
  await using person = await withSettings(settings)
  const registered = person.register({ verifiesUser: false })
  if (isRefused) {
    await expect(registered).rejects.toMatchObject(refusal('WebAuthnCredentialNotSupportedException'))
  } else {
    await expect(registered).resolves.toBeDefined()
  }
  await expect(person.register()).resolves.toBeDefined()
})

test('is refused to another client than the one that started', async () => {
  await using person = await passkeyUser()
  const credential = person.authenticator.create(await person.start())
  const { UserPoolClient } = await person.engine.sdk.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'other',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    }),
  )
  const other = await signedIn(person.engine, 'ada', UserPoolClient?.ClientId)
  await expect(other.complete(credential)).rejects.toMatchObject(refusal('WebAuthnClientMismatchException'))
  await expect(person.complete(credential)).resolves.toBeDefined()
})

test('takes a passkey for one user only', async () => {
  await using person = await passkeyUser()
  await person.engine.confirmedUser('bob', { email: 'bob@example.test' })
  const bob = await signedIn(person.engine, 'bob')
  const mine = person.authenticator.create(await person.start())
  await person.complete(mine)

  // The attestation is none, so nothing but the id stands in the way of taking somebody else's key.
  const { challenge } = await bob.start()
  const client = JSON.parse(Buffer.from(mine.response.clientDataJSON, 'base64url').toString())
  const clientDataJSON = Buffer.from(JSON.stringify({ ...client, challenge })).toString('base64url')
  const stolen = { ...mine, response: { ...mine.response, clientDataJSON } }
  const registered = bob.complete(stolen)
  await expect(registered).rejects.toMatchObject(refusal('InvalidParameterException'))
  await expect(registered).rejects.not.toMatchObject(notValid)
  expect((await bob.list()).Credentials).toEqual([])
})

const notValid = { ...refusal('InvalidParameterException'), message: 'Credential data is not valid' }

type Credential = ReturnType<ReturnType<typeof createAuthenticator>['create']>

test.each<[string, (credential: Credential) => object]>([
  ['nothing in it', () => ({})],
  ['no response', ({ response, ...rest }) => rest],
  ['a response that is none', credential => ({ ...credential, response: 'yes' })],
  ['another id', credential => ({ ...credential, id: 'AAAA', rawId: 'AAAA' })],
  ['a raw id that differs', credential => ({ ...credential, rawId: 'AAAA' })],
  ['another type', credential => ({ ...credential, type: 'password' })],
  [
    'client data that are no JSON',
    credential => ({ ...credential, response: { ...credential.response, clientDataJSON: 'AAAA' } }),
  ],
  [
    'client data that are null',
    credential => ({ ...credential, response: { ...credential.response, clientDataJSON: 'bnVsbA' } }),
  ],
  [
    'an attestation that is no CBOR',
    credential => ({ ...credential, response: { ...credential.response, attestationObject: 'AAAA' } }),
  ],
])('refuses a credential with %s', async (_, change) => {
  await using person = await passkeyUser()
  const credential = person.authenticator.create(await person.start())
  await expect(person.complete(change(credential))).rejects.toMatchObject(notValid)
  expect(person.engine.errors).toEqual([])
  await expect(person.complete(credential)).resolves.toBeDefined()
})

test('refuses an assertion in the place of a registration', async () => {
  await using person = await passkeyUser()
  await person.register()
  const { challenge } = await person.start()
  const assertion = person.authenticator.get({ challenge, rpId: 'localhost' })
  await expect(person.complete(assertion)).rejects.toMatchObject(notValid)
})

test('refuses a credential that is no object', async () => {
  await using person = await passkeyUser()
  await person.start()
  await expect(person.complete('text' as unknown as object)).rejects.toMatchObject({
    name: 'SerializationException',
  })
})

test('is refused where passkeys are no first factor', async () => {
  await using person = await passkeyUser({ factors: passkeyPool.factors })
  await expect(person.complete({ id: 'AAAA' })).rejects.toMatchObject(refusal('WebAuthnNotEnabledException'))
})
