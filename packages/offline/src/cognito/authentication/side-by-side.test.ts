/** Requests that come at the same time: together they get no more than one after the other. */
import type { ChallengeNameType } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { accessToken, challenged, everyFactor, prefer, ways, withApp } from '../testing/challenged-user.ts'
import { Password, startEngine } from '../testing/engine.ts'
import { poolFunctions } from '../testing/pool-functions.ts'
import { signingIn } from '../testing/signing-in.ts'
import { codeOf } from '../testing/software-token-user.ts'

const all = Object.entries(ways) as [ChallengeNameType, NonNullable<(typeof ways)[ChallengeNameType]>][]

const reasons = (results: PromiseSettledResult<unknown>[]): unknown[] =>
  results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))

test.each(all)('of several right answers to %s one counts', async (_, way) => {
  await using person = await challenged(way)
  const { asked, right, engine } = person
  const { respond } = signingIn(engine.sdk)
  const refused = reasons(await Promise.allSettled([1, 2, 3].map(() => respond(asked, right))))
  expect(refused).toEqual(
    [1, 2].map(() =>
      expect.objectContaining({ message: 'Invalid session for the user, session can only be used once.' }),
    ),
  )
  expect(engine.errors).toEqual([])
})

test('a code of an app is good for one of two sign-ins', async () => {
  await using engine = await startEngine(everyFactor)
  await engine.confirmedUser('ada')
  const AccessToken = await accessToken(engine)
  const { secret } = await withApp(engine, { AccessToken })
  await prefer(engine, AccessToken, 'app')
  const sessions = [await engine.signIn('ada'), await engine.signIn('ada')]
  const SOFTWARE_TOKEN_MFA_CODE = codeOf(secret, engine.clock)
  const { respond } = signingIn(engine.sdk)
  const results = await Promise.allSettled(sessions.map(asked => respond(asked, { SOFTWARE_TOKEN_MFA_CODE })))
  expect(reasons(results)).toEqual([expect.objectContaining({ name: 'ExpiredCodeException' })])
})

test.each(['USER_PASSWORD_AUTH', 'USER_AUTH'] as const)(
  'of many passwords by %s five are looked at',
  async flow => {
    await using engine = await startEngine(everyFactor)
    await engine.confirmedUser('ada')
    const { initiate } = signingIn(engine.sdk)
    const guess = (PASSWORD: string) =>
      initiate(flow, { USERNAME: 'ada', PASSWORD, PREFERRED_CHALLENGE: 'PASSWORD' })
    const wrong = Array.from({ length: 20 }, (_, index) => guess(`Wrong-horse-${index}`))
    const refused = reasons(await Promise.allSettled(wrong))
    expect(refused).toHaveLength(20)
    const looked = refused.filter(
      reason => reason instanceof Error && reason.message === 'Incorrect username or password.',
    )
    expect(looked).toHaveLength(5)
    await expect(guess(Password)).rejects.toMatchObject({ message: 'Password attempts exceeded' })
  },
)

test('of many codes five are looked at', async () => {
  const way = ways.EMAIL_OTP ?? { come: () => Promise.reject() }
  await using person = await challenged(way)
  const { asked, right, engine } = person
  const { respond } = signingIn(engine.sdk)
  const wrong = Array.from({ length: 10 }, () => respond(asked, { EMAIL_OTP_CODE: 'none' }))
  const refused = reasons(await Promise.allSettled(wrong))
  expect(refused).toHaveLength(10)
  expect(
    refused.filter(reason => reason instanceof Error && reason.name === 'CodeMismatchException'),
  ).toHaveLength(5)
  await expect(respond(asked, right)).rejects.toMatchObject({ name: 'NotAuthorizedException' })
})

test('of several guesses at a challenge of the pool’s own the first decides', async () => {
  const begun = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  const { invoke, LambdaConfig } = poolFunctions({
    DefineAuthChallenge: ({ request }) => ({
      challengeName: 'CUSTOM_CHALLENGE',
      issueTokens: 'session' in request && request.session.at(-1)?.challengeResult === true,
    }),
    CreateAuthChallenge: async ({ request }) => {
      if ('session' in request && request.session.length > 0) {
        begun.resolve()
        await end.promise
      }
      return { privateChallengeParameters: { answer: 'blue' } }
    },
    VerifyAuthChallengeResponse: ({ request }) => ({
      answerCorrect: 'challengeAnswer' in request && request.challengeAnswer === 'blue',
    }),
  })
  await using engine = await startEngine({
    invoke,
    pool: { LambdaConfig },
    client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] },
  })
  await engine.confirmedUser('ada')
  const { initiate, respond } = signingIn(engine.sdk)
  const asked = await initiate('CUSTOM_AUTH', { USERNAME: 'ada' })
  const wrong = respond(asked, { ANSWER: 'red' })
  await begun.promise
  await expect(respond(asked, { ANSWER: 'blue' })).rejects.toMatchObject({
    message: 'Invalid session for the user, session can only be used once.',
  })
  end.resolve()
  await expect(wrong).resolves.toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE' })
})

test('two who come for the same user that the pool does not know yet are both signed in', async () => {
  const both = Promise.withResolvers<void>()
  let asked = 0
  const { invoke, LambdaConfig } = poolFunctions({
    async UserMigration() {
      asked++
      if (asked === 2) both.resolve()
      await both.promise
      return { userAttributes: { email: 'ada@example.test', email_verified: 'true' } }
    },
  })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig } })
  const [one, other] = await Promise.all([engine.signIn('ada'), engine.signIn('ada')])
  expect(one).toHaveProperty('AuthenticationResult')
  expect(other).toHaveProperty('AuthenticationResult')
})

test('a password that is being looked at elsewhere is refused once the name is locked', async () => {
  const begun = Promise.withResolvers<void>()
  const end = Promise.withResolvers<void>()
  const { invoke, LambdaConfig } = poolFunctions({
    async UserMigration({ request }) {
      if (!('password' in request) || request.password !== Password) throw new Error('Bad password')
      begun.resolve()
      await end.promise
      return { userAttributes: { email: 'ada@example.test' } }
    },
  })
  await using engine = await startEngine({ invoke, pool: { LambdaConfig } })
  const right = engine.signIn('ada')
  await begun.promise
  for (let failure = 1; failure <= 5; failure++) {
    await expect(engine.signIn('ada', 'Wrong-horse-7')).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    })
  }
  end.resolve()
  await expect(right).rejects.toMatchObject({ message: 'Password attempts exceeded' })
})
