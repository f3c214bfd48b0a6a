import { expect, test } from 'vitest'
import { emailDesign } from '../testing/engine.ts'
import { passkeyPool, passkeyUser } from '../testing/passkey-user.ts'

const { pool, factors } = passkeyPool

test('gives what a browser needs to make a passkey', async () => {
  await using person = await passkeyUser()
  expect(await person.start()).toEqual({
    challenge: expect.stringMatching(/^[\w-]{43}$/),
    rp: { id: 'localhost', name: 'localhost' },
    user: { id: expect.any(String), name: 'ada', displayName: 'ada' },
    pubKeyCredParams: [
      { type: 'public-key', alg: -7 },
      { type: 'public-key', alg: -257 },
    ],
    timeout: 60_000,
    excludeCredentials: [],
    authenticatorSelection: {
      requireResidentKey: true,
      residentKey: 'required',
      userVerification: 'preferred',
    },
  })
})

test('names the user by their sub to the authenticator', async () => {
  await using person = await passkeyUser()
  const { user } = await person.start()
  const claims = JSON.parse(Buffer.from(person.AccessToken.split('.')[1] ?? '', 'base64url').toString())
  expect(Buffer.from(user.id, 'base64url').toString()).toBe(claims.sub)
})

test('names the user by their address to themselves, where that is the username', async () => {
  await using person = await passkeyUser(
    { ...passkeyPool, pool: { ...pool, ...emailDesign } },
    'ada@example.test',
  )
  const { user } = await person.start()
  expect(user).toMatchObject({ name: 'ada@example.test', displayName: 'ada@example.test' })
})

test('leaves out what the user has already', async () => {
  await using person = await passkeyUser()
  const id = await person.register()
  const { excludeCredentials } = await person.start()
  expect(excludeCredentials).toEqual([{ type: 'public-key', id, transports: ['internal', 'hybrid'] }])
})

test.each([
  ['preferred', { UserVerification: 'preferred' }, 'preferred'],
  ['required', { UserVerification: 'required' }, 'required'],
  [
    'a part of two factors',
    { UserVerification: 'preferred', FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' },
    'required',
  ],
] as const)('asks for user verification that is %s', async (_, settings, userVerification) => {
  await using person = await passkeyUser({
    ...passkeyPool,
    factors: { WebAuthnConfiguration: { RelyingPartyId: 'localhost', ...settings } },
  })
  const { authenticatorSelection } = await person.start()
  expect(authenticatorSelection).toMatchObject({ userVerification })
})

test.each(['localhost', 'example.test'])('names the relying party: %s', async RelyingPartyId => {
  await using person = await passkeyUser({
    ...passkeyPool,
    factors: { WebAuthnConfiguration: { RelyingPartyId } },
  })
  expect((await person.start()).rp).toEqual({ id: RelyingPartyId, name: RelyingPartyId })
})

test('is refused where passkeys are no first factor', async () => {
  await using person = await passkeyUser({ factors })
  await expect(person.start()).rejects.toMatchObject({
    name: 'WebAuthnNotEnabledException',
    $metadata: { httpStatusCode: 400 },
  })
})

test('is refused where there is no relying party', async () => {
  await using person = await passkeyUser({ pool })
  await expect(person.start()).rejects.toMatchObject({
    name: 'WebAuthnConfigurationMissingException',
    $metadata: { httpStatusCode: 400 },
  })
})

test('is refused to someone who has twenty passkeys', async () => {
  await using person = await passkeyUser()
  for (let count = 1; count < 20; count++) await person.register()
  const last = await person.register()
  await expect(person.start()).rejects.toMatchObject({ name: 'LimitExceededException' })

  await person.remove(last)
  await expect(person.start()).resolves.toBeDefined()
})
