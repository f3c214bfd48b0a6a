import { expect, test } from 'vitest'
import { ClientId, emailDesign, Password, startEngine } from '../testing/engine.ts'
import { common, poolFunctions, refuse } from '../testing/pool-functions.ts'
import { signingIn } from '../testing/signing-in.ts'
import { srpClient } from '../testing/srp-client.ts'

type Functions = Parameters<typeof poolFunctions>[0]
type Settings = NonNullable<Parameters<typeof startEngine>[0]>

const tokens = { ChallengeParameters: {}, AuthenticationResult: { RefreshToken: expect.any(String) } }
const incorrect = {
  name: 'NotAuthorizedException',
  message: 'Incorrect username or password.',
  $metadata: { httpStatusCode: 400 },
}
const unrecognizable = { name: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' }

const rounds = (request: object) =>
  'session' in request ? (request.session as { challengeName: string; challengeResult: boolean }[]) : []

/** Asks for a colour, three times at most. */
const colours: Functions = {
  DefineAuthChallenge: ({ request }) => {
    const isRight = rounds(request).at(-1)?.challengeResult === true
    return {
      challengeName: 'CUSTOM_CHALLENGE',
      issueTokens: isRight,
      failAuthentication: !isRight && rounds(request).length >= 3,
    }
  },
  CreateAuthChallenge: ({ request }) => ({
    publicChallengeParameters: { question: 'Which colour?' },
    privateChallengeParameters: { answer: 'blue' },
    challengeMetadata: `COLOUR_${rounds(request).length + 1}`,
  }),
  VerifyAuthChallengeResponse: ({ request }) => ({
    answerCorrect: 'challengeAnswer' in request && request.challengeAnswer === 'blue',
  }),
}

async function withFunctions(functions: Functions = {}, { pool, client }: Settings = {}) {
  const { invoke, events, LambdaConfig } = poolFunctions({ ...colours, ...functions })
  const engine = await startEngine({
    invoke,
    pool: { ...pool, LambdaConfig },
    client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_PASSWORD_AUTH'], ...client },
  })
  const sub = await engine.confirmedUser(pool ? 'ada@example.test' : 'ada', { email: 'ada@example.test' })
  const { initiate, respond } = signingIn(engine.sdk)
  return {
    engine,
    events,
    sub,
    respond,
    begin: (parameters: Record<string, string> = {}) =>
      initiate('CUSTOM_AUTH', { USERNAME: 'ada', ...parameters }),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  }
}

test('asks what the functions ask, and signs in when they say so', async () => {
  await using flow = await withFunctions()
  const { $metadata, ...asked } = await flow.begin()
  expect(asked).toEqual({
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session: expect.any(String),
    ChallengeParameters: { USERNAME: 'ada', question: 'Which colour?' },
  })
  expect(await flow.respond(asked, { ANSWER: 'blue' })).toMatchObject(tokens)
})

test('tells the functions what has happened so far', async () => {
  await using flow = await withFunctions()
  const { events, respond, begin, sub } = flow
  const ClientMetadata = { page: 'sign-in' }
  const next = await respond(await begin(), { ANSWER: 'red' }, { ClientMetadata })
  await respond(next, { ANSWER: 'blue' })

  const userAttributes = {
    sub,
    'cognito:user_status': 'CONFIRMED',
    email: 'ada@example.test',
    email_verified: 'true',
  }
  const subject = { userAttributes, userNotFound: false }
  const answered = { ...subject, clientMetadata: ClientMetadata }
  const first = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: false, challengeMetadata: 'COLOUR_1' }
  const second = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'COLOUR_2' }
  const event = (trigger: string, request: object, response: object) => ({
    ...common,
    userName: 'ada',
    triggerSource: `${trigger}_Authentication`,
    request,
    response,
  })
  const undefinedYet = { challengeName: null, issueTokens: null, failAuthentication: null }
  const uncreated = {
    publicChallengeParameters: null,
    privateChallengeParameters: null,
    challengeMetadata: null,
  }
  expect(events).toEqual([
    event('DefineAuthChallenge', { ...subject, session: [] }, undefinedYet),
    event('CreateAuthChallenge', { ...subject, challengeName: 'CUSTOM_CHALLENGE', session: [] }, uncreated),
    event(
      'VerifyAuthChallengeResponse',
      { ...answered, privateChallengeParameters: { answer: 'blue' }, challengeAnswer: 'red' },
      { answerCorrect: null },
    ),
    event('DefineAuthChallenge', { ...answered, session: [first] }, undefinedYet),
    event(
      'CreateAuthChallenge',
      { ...answered, challengeName: 'CUSTOM_CHALLENGE', session: [first] },
      uncreated,
    ),
    event(
      'VerifyAuthChallengeResponse',
      { ...subject, privateChallengeParameters: { answer: 'blue' }, challengeAnswer: 'blue' },
      { answerCorrect: null },
    ),
    event('DefineAuthChallenge', { ...subject, session: [first, second] }, undefinedYet),
  ])
})

test('fails when the functions say so, and takes no further answer', async () => {
  await using flow = await withFunctions()
  const { respond, begin } = flow
  const second = await respond(await begin(), { ANSWER: 'red' })
  const third = await respond(second, { ANSWER: 'green' })
  await expect(respond(third, { ANSWER: 'white' })).rejects.toMatchObject(incorrect)
  await expect(respond(third, { ANSWER: 'blue' })).rejects.toMatchObject({
    message: 'Invalid session for the user, session can only be used once.',
  })
})

/** The password first, and then the colour. */
const passwordFirst: Functions = {
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
  await using flow = await withFunctions(passwordFirst, settings)
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

test('counts a wrong password in it as any other', async () => {
  await using flow = await withFunctions(passwordFirst)
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

test('knows no other beginning than SRP_A', async () => {
  await using flow = await withFunctions()
  await expect(flow.begin({ CHALLENGE_NAME: 'PASSWORD' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test.each([
  ['DefineAuthChallenge', {}],
  ['DefineAuthChallenge', { challengeName: 'PASSWORD_VERIFIER' }],
  ['DefineAuthChallenge', { challengeName: 'OTHER' }],
  ['CreateAuthChallenge', { publicChallengeParameters: { number: 1 } }],
  ['CreateAuthChallenge', { privateChallengeParameters: [] }],
  ['VerifyAuthChallengeResponse', { answerCorrect: 'yes' }],
  ['VerifyAuthChallengeResponse', {}],
] as const)('cannot follow %s when it gives %j', async (trigger, response) => {
  await using flow = await withFunctions({ [trigger]: () => response })
  await expect(flow.begin().then(asked => flow.respond(asked, { ANSWER: 'blue' }))).rejects.toMatchObject(
    unrecognizable,
  )
})

test('hands on what a function says against it, and lets the answer be tried again', async () => {
  let isSunday = true
  await using flow = await withFunctions({
    VerifyAuthChallengeResponse: () => (isSunday ? refuse() : { answerCorrect: true }),
  })
  const asked = await flow.begin()
  await expect(flow.respond(asked, { ANSWER: 'blue' })).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: expect.stringContaining('Not on a Sunday'),
  })
  isSunday = false
  expect(await flow.respond(asked, { ANSWER: 'blue' })).toMatchObject(tokens)
})

test('is not to be had in a pool without the functions', async () => {
  await using engine = await startEngine({ client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] } })
  await engine.confirmedUser('ada')
  await expect(signingIn(engine.sdk).initiate('CUSTOM_AUTH', { USERNAME: 'ada' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test('asks the functions about somebody who does not exist under ENABLED, and gives no tokens', async () => {
  await using flow = await withFunctions()
  const { begin, respond, events } = flow
  const asked = await begin({ USERNAME: 'nobody' })
  expect(asked).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE' })
  expect(events.at(-1)).toMatchObject({
    userName: 'nobody',
    request: { userAttributes: {}, userNotFound: true },
  })
  await expect(respond(asked, { USERNAME: 'nobody', ANSWER: 'blue' })).rejects.toMatchObject(incorrect)
})

test('tells of somebody who does not exist under LEGACY, and the functions nothing', async () => {
  await using flow = await withFunctions({}, { client: { PreventUserExistenceErrors: 'LEGACY' } })
  await expect(flow.begin({ USERNAME: 'nobody' })).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  })
  await flow.begin()
  expect(flow.events).toHaveLength(2)
  expect(flow.events[0]?.request).not.toHaveProperty('userNotFound')
  expect(flow.events[0]?.callerContext.clientId).toBe(ClientId)
})

test('a client that does not allow it is refused', async () => {
  await using flow = await withFunctions({}, { client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } })
  await expect(flow.begin({ PASSWORD: Password })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'CUSTOM_AUTH flow not enabled for this client',
  })
})
