/** CUSTOM_AUTH that begins with a password. */
import { AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { prefer, withApp } from '../testing/challenged-user.ts'
import { customFlow, rounds } from '../testing/custom-flow.ts'
import { emailDesign, poolId } from '../testing/engine.ts'
import { codeOf, mfaPool } from '../testing/software-token-user.ts'
import { srpClient } from '../testing/srp-client.ts'

const tokens = { ChallengeParameters: {}, AuthenticationResult: { RefreshToken: expect.any(String) } }
const incorrect = {
  name: 'NotAuthorizedException',
  message: 'Incorrect username or password.',
  $metadata: { httpStatusCode: 400 },
}

/** The password first, and then the colour. */
const passwordFirst: Parameters<typeof customFlow>[0] = {
  DefineAuthChallenge: ({ request }) => {
    const [last] = rounds(request).slice(-1)
    if (!last?.challengeResult) return { failAuthentication: true }
    return {
      challengeName: last.challengeName === 'SRP_A' ? 'PASSWORD_VERIFIER' : 'CUSTOM_CHALLENGE',
      issueTokens: last.challengeName === 'CUSTOM_CHALLENGE',
    }
  },
}

test.each([
  [{}, 'ada'],
  [{ pool: emailDesign }, 'ada@example.test'],
] as const)('takes the proof of a password by SRP before it: %j', async (settings, USERNAME) => {
  await using flow = await customFlow(passwordFirst, settings)
  const { respond, begin, events } = flow
  const { SRP_A, answer } = srpClient()
  const first = await begin({ USERNAME, CHALLENGE_NAME: 'SRP_A', SRP_A })
  expect(first).toMatchObject({ ChallengeName: 'PASSWORD_VERIFIER', Session: expect.any(String) })
  const second = await respond(first, answer(first.ChallengeParameters ?? {}))
  expect(second).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE' })
  expect(await respond(second, { USERNAME, ANSWER: 'blue' })).toMatchObject(tokens)
  expect(events.at(-1)?.request).toMatchObject({
    session: [
      { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null },
      { challengeName: 'PASSWORD_VERIFIER', challengeResult: true, challengeMetadata: null },
      { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'COLOUR_3' },
    ],
  })
})

test('asks for a second factor after the password, and then goes on', async () => {
  await using flow = await customFlow(passwordFirst, mfaPool)
  const { respond, begin, events, engine } = flow
  const { AuthenticationResult: { AccessToken = '' } = {} } = await engine.signIn('ada')
  const { secret } = await withApp(engine, { AccessToken })
  await prefer(engine, AccessToken, 'app')

  const { SRP_A, answer } = srpClient()
  const first = await begin({ CHALLENGE_NAME: 'SRP_A', SRP_A })
  const second = await respond(first, answer(first.ChallengeParameters ?? {}))
  expect(second).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' })
  const third = await respond(second, { SOFTWARE_TOKEN_MFA_CODE: codeOf(secret, engine.clock) })
  expect(third).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE' })
  expect(await respond(third, { ANSWER: 'blue' })).toMatchObject(tokens)
  expect(events.at(-1)?.request).toMatchObject({
    session: ['SRP_A', 'PASSWORD_VERIFIER', 'SOFTWARE_TOKEN_MFA', 'CUSTOM_CHALLENGE'].map(challengeName => ({
      challengeName,
      challengeResult: true,
    })),
  })
})

test('asks for no second factor where no password is asked for', async () => {
  await using flow = await customFlow({}, mfaPool)
  const { respond, begin, engine } = flow
  const { AuthenticationResult: { AccessToken = '' } = {} } = await engine.signIn('ada')
  await withApp(engine, { AccessToken })
  await prefer(engine, AccessToken, 'app')
  expect(await respond(await begin(), { ANSWER: 'blue' })).toMatchObject(tokens)
})

test('asks for a password of their own in place of a temporary one, and then goes on', async () => {
  await using flow = await customFlow(passwordFirst)
  const { respond, begin, engine } = flow
  await engine.sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: 'ada', Password: 'Temporary-9-horse' }),
  )
  const { SRP_A, answer } = srpClient()
  const first = await begin({ CHALLENGE_NAME: 'SRP_A', SRP_A })
  const proof = answer(first.ChallengeParameters ?? {}, { password: 'Temporary-9-horse' })
  const second = await respond(first, proof)
  expect(second).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED' })
  const third = await respond(second, { NEW_PASSWORD: 'Better-horse-8' })
  expect(third).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE' })
  expect(await respond(third, { ANSWER: 'blue' })).toMatchObject(tokens)
})

test('counts a wrong password in it as any other', async () => {
  await using flow = await customFlow(passwordFirst)
  const { respond, begin, engine } = flow
  for (let failure = 1; failure <= 5; failure++) {
    const { SRP_A, answer } = srpClient()
    const asked = await begin({ CHALLENGE_NAME: 'SRP_A', SRP_A })
    await expect(
      respond(asked, answer(asked.ChallengeParameters ?? {}, { password: 'Wrong-horse-7' })),
    ).rejects.toMatchObject(incorrect)
  }
  await expect(engine.signIn('ada')).rejects.toMatchObject({ message: 'Password attempts exceeded' })
})

test.each(['before the answer', 'while the functions are asked'])(
  'a password that is replaced %s gives no tokens',
  async moment => {
    const replace = () =>
      flow.engine.sdk.send(
        new AdminSetUserPasswordCommand({
          UserPoolId: poolId,
          Username: 'ada',
          Password: 'Better-horse-8',
          Permanent: true,
        }),
      )
    await using flow = await customFlow({
      ...passwordFirst,
      async DefineAuthChallenge(event) {
        const isLast = rounds(event.request).length === 3
        if (isLast && moment === 'while the functions are asked') await replace()
        return passwordFirst.DefineAuthChallenge?.(event)
      },
    })
    const { respond, begin, engine } = flow
    const { SRP_A, answer } = srpClient()
    const first = await begin({ CHALLENGE_NAME: 'SRP_A', SRP_A })
    const second = await respond(first, answer(first.ChallengeParameters ?? {}))
    engine.clock.advance({ seconds: 1 })
    if (moment === 'before the answer') await replace()
    await expect(respond(second, { ANSWER: 'blue' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    })
  },
)
