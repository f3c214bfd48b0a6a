import {
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { ClientId } from './testing/engine.ts'
import { passkeyPool, passkeyUser, signedIn } from './testing/passkey-user.ts'

type Person = Awaited<ReturnType<typeof signedIn>>

const refused = {
  name: 'NotAuthorizedException',
  message: 'Incorrect username or password.',
  $metadata: { httpStatusCode: 400 },
}

/** The challenge of a sign-in by passkey, and the way to answer it. */
async function challengeOf({ engine: { sdk } }: Pick<Person, 'engine'>, USERNAME = 'ada') {
  const { ChallengeName, ChallengeParameters, Session } = await sdk.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME, PREFERRED_CHALLENGE: 'WEB_AUTHN' },
    }),
  )
  const options = JSON.parse(ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? 'null')
  const answer = (credential: unknown) =>
    sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: 'WEB_AUTHN',
        Session,
        ChallengeResponses: { USERNAME, CREDENTIAL: JSON.stringify(credential) },
      }),
    )
  return { ChallengeName, options, answer }
}

type Behaviour = Parameters<Person['authenticator']['get']>[1]

/** Start to end. */
async function signInByPasskey(person: Person, behaviour: Behaviour = {}) {
  const { options, answer } = await challengeOf(person)
  return answer(person.authenticator.get(options, behaviour))
}

/** Without the word of the authenticator whose passkey it is. */
function anonymous(proof: ReturnType<Person['authenticator']['get']>) {
  const { userHandle, ...response } = proof.response
  return { ...proof, response }
}

const withSettings = (settings: object) =>
  passkeyUser({
    ...passkeyPool,
    factors: { WebAuthnConfiguration: { RelyingPartyId: 'localhost', ...settings } },
  })

test('a passkey signs in', async () => {
  await using person = await passkeyUser()
  const id = await person.register()

  const { ChallengeName, options, answer } = await challengeOf(person)
  expect(ChallengeName).toBe('WEB_AUTHN')
  expect(options).toEqual({
    challenge: expect.stringMatching(/^[\w-]{43}$/),
    timeout: 60_000,
    rpId: 'localhost',
    allowCredentials: [{ type: 'public-key', id, transports: ['internal', 'hybrid'] }],
    userVerification: 'preferred',
  })
  await expect(answer(person.authenticator.get(options))).resolves.toMatchObject({
    AuthenticationResult: { TokenType: 'Bearer', RefreshToken: expect.any(String) },
  })
})

test('a passkey that was deleted does not', async () => {
  await using person = await passkeyUser()
  const id = await person.register()
  const { options, answer } = await challengeOf(person)
  await person.remove(id)
  await expect(answer(person.authenticator.get(options))).rejects.toMatchObject(refused)
})

test.each([
  ['https://app.example.test', 'example.test', true],
  ['https://other.test', 'example.test', false],
  ['http://example.test', 'example.test', false],
  ['http://localhost:4000', 'localhost', true],
  ['http://127.0.0.1:4000', 'localhost', false],
])('on a page of %s, for %s, signing in works: %s', async (origin, RelyingPartyId, works) => {
  await using person = await withSettings({ RelyingPartyId })
  await person.register({ origin: `https://${RelyingPartyId}` })
  const signIn = signInByPasskey(person, { origin })
  if (works) await expect(signIn).resolves.toHaveProperty('AuthenticationResult')
  else await expect(signIn).rejects.toMatchObject(refused)
})

test('a proof for another relying party is refused', async () => {
  await using person = await passkeyUser()
  await person.register()
  await expect(signInByPasskey(person, { relyingPartyId: 'example.test' })).rejects.toMatchObject(refused)
  await expect(signInByPasskey(person)).resolves.toHaveProperty('AuthenticationResult')
})

test.each([
  ['preferred', { UserVerification: 'preferred' }, true],
  ['required', { UserVerification: 'required' }, false],
  ['the second factor', { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' }, false],
])('where user verification is %s, a proof without it works: %s', async (_, settings, works) => {
  await using person = await withSettings(settings)
  await person.register()

  const { options, answer } = await challengeOf(person)
  expect(options.userVerification).toBe(works ? 'preferred' : 'required')
  const signIn = answer(person.authenticator.get(options, { verifiesUser: false }))
  if (works) await expect(signIn).resolves.toHaveProperty('AuthenticationResult')
  else await expect(signIn).rejects.toMatchObject(refused)
  await expect(signInByPasskey(person)).resolves.toHaveProperty('AuthenticationResult')
})

test('the counter of signatures has to rise, for an authenticator that has one', async () => {
  await using person = await passkeyUser()
  await person.register({ counter: 3 })

  await expect(signInByPasskey(person, { counter: 3 })).rejects.toMatchObject(refused)
  await expect(signInByPasskey(person, { counter: 0 })).rejects.toMatchObject(refused)
  await expect(signInByPasskey(person, { counter: 4 })).resolves.toHaveProperty('AuthenticationResult')
  await expect(signInByPasskey(person, { counter: 4 })).rejects.toMatchObject(refused)
  await expect(signInByPasskey(person, { counter: 9 })).resolves.toHaveProperty('AuthenticationResult')
})

test('an authenticator that does not count signs in again and again', async () => {
  await using person = await passkeyUser()
  await person.register()
  await signInByPasskey(person)
  await expect(signInByPasskey(person)).resolves.toHaveProperty('AuthenticationResult')
})

test('a proof is good for the challenge that it was made for', async () => {
  await using person = await passkeyUser()
  await person.register()
  const first = await challengeOf(person)
  const proof = person.authenticator.get(first.options)
  await first.answer(proof)

  await expect(first.answer(proof)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  const second = await challengeOf(person)
  await expect(second.answer(proof)).rejects.toMatchObject(refused)
})

test('the passkey of another signs nobody in', async () => {
  await using person = await passkeyUser()
  await person.engine.confirmedUser('bob', { email: 'bob@example.test' })
  const bob = await signedIn(person.engine, 'bob')
  await person.register()
  await bob.register()

  const first = await challengeOf(person)
  await expect(first.answer(bob.authenticator.get(first.options))).rejects.toMatchObject(refused)
  const second = await challengeOf(person)
  const proof = anonymous(bob.authenticator.get(second.options))
  await expect(second.answer(proof)).rejects.toMatchObject(refused)
})

test('one that is not registered does not either, not by the id of one that is', async () => {
  await using person = await passkeyUser()
  const id = await person.register()
  const foreign = await signedIn(person.engine)
  foreign.authenticator.create(await foreign.start())

  const first = await challengeOf(person)
  await expect(first.answer(foreign.authenticator.get(first.options))).rejects.toMatchObject(refused)
  const second = await challengeOf(person)
  const forged = { ...foreign.authenticator.get(second.options), id, rawId: id }
  await expect(second.answer(forged)).rejects.toMatchObject(refused)
})

test.each<[string, (proof: ReturnType<Person['authenticator']['get']>) => unknown]>([
  ['is null', () => null],
  ['is a text', () => 'text'],
  ['has nothing in it', () => ({})],
  ['has no response', ({ response, ...rest }) => rest],
  ['is about another user', proof => ({ ...proof, response: { ...proof.response, userHandle: 'Ym9i' } })],
  ['has no signature', proof => ({ ...proof, response: { ...proof.response, signature: '' } })],
  [
    'has client data that are null',
    proof => ({ ...proof, response: { ...proof.response, clientDataJSON: 'bnVsbA' } }),
  ],
])('a proof that %s is refused', async (_, change) => {
  await using person = await passkeyUser()
  await person.register()
  const { options, answer } = await challengeOf(person)
  await expect(answer(change(person.authenticator.get(options)))).rejects.toMatchObject(refused)
  expect(person.engine.errors).toEqual([])
})

test('a passkey may leave out whose it is', async () => {
  await using person = await passkeyUser()
  await person.register()
  const { options, answer } = await challengeOf(person)
  const proof = anonymous(person.authenticator.get(options))
  await expect(answer(proof)).resolves.toHaveProperty('AuthenticationResult')
})

test('is not offered where the pool takes it for no first factor, or has no relying party', async () => {
  for (const { pool, factors, client } of [
    { ...passkeyPool, pool: {} },
    { ...passkeyPool, factors: {} },
  ]) {
    await using person = await passkeyUser({ pool, factors, client })
    const { ChallengeName } = await challengeOf(person)
    expect(ChallengeName).toBe('SELECT_CHALLENGE')
  }
})

test('a passkey that counts as two factors may be switched on as one of them', async () => {
  await using person = await withSettings({ FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' })
  const prefer = () =>
    person.engine.sdk.send(
      new SetUserMFAPreferenceCommand({
        AccessToken: person.AccessToken,
        WebAuthnMfaSettings: { Enabled: true },
      }),
    )
  await expect(prefer()).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await person.register()
  await expect(prefer()).resolves.toBeDefined()
})
