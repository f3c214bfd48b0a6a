import { expect, test } from 'vitest'
import { customFlow } from '../testing/custom-flow.ts'
import { ClientId, emailDesign, Password, startEngine } from '../testing/engine.ts'
import { common, refuse } from '../testing/pool-functions.ts'
import { signingIn } from '../testing/signing-in.ts'

const tokens = { ChallengeParameters: {}, AuthenticationResult: { RefreshToken: expect.any(String) } }
const incorrect = {
  name: 'NotAuthorizedException',
  message: 'Incorrect username or password.',
  $metadata: { httpStatusCode: 400 },
}
const unrecognizable = { name: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' }

test('asks what the functions ask, and signs in when they say so', async () => {
  await using flow = await customFlow()
  const { $metadata, ...asked } = await flow.begin()
  expect(asked).toEqual({
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session: expect.any(String),
    ChallengeParameters: { USERNAME: 'ada', question: 'Which colour?' },
  })
  expect(await flow.respond(asked, { ANSWER: 'blue' })).toMatchObject(tokens)
})

test('tells the functions what has happened so far', async () => {
  await using flow = await customFlow()
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
  await using flow = await customFlow()
  const { respond, begin } = flow
  const second = await respond(await begin(), { ANSWER: 'red' })
  const third = await respond(second, { ANSWER: 'green' })
  await expect(respond(third, { ANSWER: 'white' })).rejects.toMatchObject(incorrect)
  await expect(respond(third, { ANSWER: 'blue' })).rejects.toMatchObject({
    message: 'Invalid session for the user, session can only be used once.',
  })
})

test('knows no other beginning than SRP_A', async () => {
  await using flow = await customFlow()
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
  await using flow = await customFlow({ [trigger]: () => response })
  await expect(flow.begin().then(asked => flow.respond(asked, { ANSWER: 'blue' }))).rejects.toMatchObject(
    unrecognizable,
  )
})

test('hands on what a function says against it, and lets the answer be tried again', async () => {
  let isSunday = true
  await using flow = await customFlow({
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
  await using flow = await customFlow()
  const { begin, respond, events } = flow
  const asked = await begin({ USERNAME: 'nobody' })
  expect(asked).toMatchObject({
    ChallengeName: 'CUSTOM_CHALLENGE',
    ChallengeParameters: { USERNAME: 'nobody' },
  })
  expect(events.at(-1)).toMatchObject({
    userName: 'nobody',
    request: { userAttributes: {}, userNotFound: true },
  })
  await expect(respond(asked, { USERNAME: 'nobody', ANSWER: 'blue' })).rejects.toMatchObject(incorrect)
})

test.each([
  [{}, 'nobody@example.test'],
  [{ pool: emailDesign }, 'nobody'],
  [{ pool: emailDesign }, 'nobody@example.test'],
] as const)('calls nobody by what is no username: %j, %s', async (settings, USERNAME) => {
  await using flow = await customFlow({}, settings)
  const [asked, again] = [await flow.begin({ USERNAME }), await flow.begin({ USERNAME })]
  expect(asked.ChallengeParameters?.USERNAME).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(again.ChallengeParameters).toEqual(asked.ChallengeParameters)
})

test('tells of somebody who does not exist under LEGACY, and the functions nothing', async () => {
  await using flow = await customFlow({}, { client: { PreventUserExistenceErrors: 'LEGACY' } })
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
  await using flow = await customFlow({}, { client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] } })
  await expect(flow.begin({ PASSWORD: Password })).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: 'CUSTOM_AUTH flow not enabled for this client',
  })
})
