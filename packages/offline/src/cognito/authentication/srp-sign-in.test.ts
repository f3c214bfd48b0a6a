import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { ClientId, emailDesign, Password, poolId, startEngine } from '../testing/engine.ts'
import { signingIn } from '../testing/signing-in.ts'
import { codeOf, mfaPool } from '../testing/software-token-user.ts'
import { srpClient } from '../testing/srp-client.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const client = {
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
} satisfies NonNullable<Parameters<typeof startEngine>[0]>['client']
const incorrect = {
  name: 'NotAuthorizedException',
  message: 'Incorrect username or password.',
  $metadata: { httpStatusCode: 400 },
}
const locked = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' }
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** By the library that AWS gave to browsers. `answers` are what it asks for on the way. */
function byLibrary(
  { cognito }: Engine,
  Username: string,
  Password: string,
  answers: { newPassword?: string; code?: () => string } = {},
) {
  const Pool = new CognitoUserPool({ UserPoolId: poolId, ClientId, endpoint: cognito.url })
  const user = new CognitoUser({ Username, Pool })
  const { promise, resolve, reject } = Promise.withResolvers<CognitoUserSession>()
  const callbacks = {
    onSuccess: resolve,
    onFailure: reject,
    newPasswordRequired: () => user.completeNewPasswordChallenge(answers.newPassword ?? '', {}, callbacks),
    totpRequired: () => user.sendMFACode(answers.code?.() ?? '', callbacks, 'SOFTWARE_TOKEN_MFA'),
  }
  user.authenticateUser(new AuthenticationDetails({ Username, Password }), callbacks)
  return promise
}

async function exchange(engine: Engine, USERNAME = 'ada') {
  const { initiate, respond } = signingIn(engine.sdk)
  const { SRP_A, answer } = srpClient()
  const asked = await initiate('USER_SRP_AUTH', { USERNAME, SRP_A })
  const parameters = asked.ChallengeParameters ?? {}
  return { asked, parameters, answer, respond: (answers: Record<string, string>) => respond(asked, answers) }
}

test('signs the library of AWS in', async () => {
  await using engine = await startEngine({ client })
  await engine.confirmedUser('ada')
  const session = await byLibrary(engine, 'ada', Password)
  expect(decodeJwt(session.getIdToken().getJwtToken())).toMatchObject({ 'cognito:username': 'ada' })
  await expect(byLibrary(engine, 'ada', 'Wrong-horse-7')).rejects.toMatchObject({
    code: incorrect.name,
    message: incorrect.message,
  })
})

test('signs the library of AWS in by a verified address', async () => {
  await using engine = await startEngine({ client })
  await engine.confirmedUser('ada', { email: 'ada@example.test' })
  const session = await byLibrary(engine, 'ada@example.test', Password)
  expect(decodeJwt(session.getIdToken().getJwtToken())).toMatchObject({ 'cognito:username': 'ada' })
})

test('signs the library of AWS in where the address is the username', async () => {
  await using engine = await startEngine({ pool: emailDesign, client })
  const sub = await engine.confirmedUser('ada@example.test', { email: 'ada@example.test' })
  const session = await byLibrary(engine, 'ada@example.test', Password)
  expect(decodeJwt(session.getIdToken().getJwtToken())).toMatchObject({ 'cognito:username': sub })
})

test('signs the library of AWS in with a new password in place of a temporary one', async () => {
  await using engine = await startEngine({ client })
  await engine.sdk.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: 'ada',
      TemporaryPassword: Password,
      MessageAction: 'SUPPRESS',
    }),
  )
  await byLibrary(engine, 'ada', Password, { newPassword: 'Better-horse-8' })
  await expect(byLibrary(engine, 'ada', 'Better-horse-8')).resolves.toBeDefined()
  await expect(byLibrary(engine, 'ada', Password)).rejects.toMatchObject({ code: incorrect.name })
})

test('signs the library of AWS in with a code of an authenticator app', async () => {
  await using engine = await startEngine({
    client,
    pool: { MfaConfiguration: 'ON' },
    factors: mfaPool.factors,
  })
  await engine.confirmedUser('ada')
  const Pool = new CognitoUserPool({ UserPoolId: poolId, ClientId, endpoint: engine.cognito.url })
  const user = new CognitoUser({ Username: 'ada', Pool })
  let secret = ''
  await new Promise((onSuccess, onFailure) => {
    user.authenticateUser(new AuthenticationDetails({ Username: 'ada', Password }), {
      onSuccess,
      onFailure,
      mfaSetup: () =>
        user.associateSoftwareToken({
          associateSecretCode: (given: string) => {
            secret = given
            user.verifySoftwareToken(codeOf(secret, engine.clock), 'telephone', { onSuccess, onFailure })
          },
          onFailure,
        }),
    })
  })
  engine.clock.advance({ minutes: 1 })
  const code = () => codeOf(secret, engine.clock)
  await expect(byLibrary(engine, 'ada', Password, { code })).resolves.toBeDefined()
})

test('asks for the proof of the password, without a session', async () => {
  await using engine = await startEngine({ client })
  await engine.confirmedUser('ada')
  const { asked, answer, respond } = await exchange(engine)
  const { $metadata, ...rest } = asked
  expect(rest).toEqual({
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: expect.stringMatching(/^[0-9a-f]{32}$/),
      SRP_B: expect.stringMatching(/^[0-9a-f]+$/),
      SECRET_BLOCK: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
      USERNAME: 'ada',
      USER_ID_FOR_SRP: 'ada',
    },
  })
  await expect(respond(answer(rest.ChallengeParameters ?? {}))).resolves.toMatchObject({
    ChallengeParameters: {},
    AuthenticationResult: { RefreshToken: expect.any(String) },
  })
})

test.each([
  ['Sun Mar 01 12:00:01 UTC 2026', 'a padded day'],
  ['Mon Mar 1 12:00:01 UTC 2026', 'another weekday'],
  ['Sun Mar 1 12:00:01 GMT 2026', 'another zone'],
  ['2026-03-01T12:00:01Z', 'another form'],
  ['Sun Feb 29 12:00:01 UTC 2026', 'a day that there is not'],
])('refuses the time %s: %s', async time => {
  await using engine = await startEngine({ client })
  await engine.confirmedUser('ada')
  const { parameters, answer, respond } = await exchange(engine)
  await expect(respond(answer(parameters, { time }))).rejects.toMatchObject(incorrect)
})

test.each<[string, (answers: Record<string, string>) => Record<string, string>]>([
  ['another signature', () => ({ PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString('base64') })],
  ['another time than was signed', () => ({ TIMESTAMP: 'Sun Mar 1 12:00:02 UTC 2026' })],
  [
    'an altered block',
    ({ PASSWORD_CLAIM_SECRET_BLOCK: block = '' }) => ({
      PASSWORD_CLAIM_SECRET_BLOCK: `${block.startsWith('A') ? 'B' : 'A'}${block.slice(1)}`,
    }),
  ],
  [
    'a block with something after it',
    ({ PASSWORD_CLAIM_SECRET_BLOCK: block }) => ({
      PASSWORD_CLAIM_SECRET_BLOCK: `${block} `,
    }),
  ],
  ['another user', () => ({ USERNAME: 'bob' })],
])('refuses %s', async (_, altered) => {
  await using engine = await startEngine({ client })
  await engine.confirmedUser('ada')
  await engine.confirmedUser('bob', { email: 'bob@example.test' })
  const { parameters, answer, respond } = await exchange(engine)
  const right = answer(parameters)
  await expect(respond({ ...right, ...altered(right) })).rejects.toMatchObject(incorrect)
})

test('takes an answer once, and none after a wrong one', async () => {
  await using engine = await startEngine({ client })
  await engine.confirmedUser('ada')
  const first = await exchange(engine)
  const right = first.answer(first.parameters)
  await first.respond(right)
  await expect(first.respond(right)).rejects.toMatchObject(incorrect)

  const second = await exchange(engine)
  await expect(
    second.respond(second.answer(second.parameters, { password: 'Wrong-horse-7' })),
  ).rejects.toMatchObject(incorrect)
  await expect(second.respond(second.answer(second.parameters))).rejects.toMatchObject(incorrect)
})

test('takes no answer after the session has ended, nor after the password has changed', async () => {
  await using engine = await startEngine({ client })
  await engine.confirmedUser('ada')
  const late = await exchange(engine)
  engine.clock.advance({ minutes: 3 })
  await expect(late.respond(late.answer(late.parameters))).rejects.toMatchObject(incorrect)

  const overtaken = await exchange(engine)
  await engine.sdk.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: 'ada',
      Password: 'Better-horse-8',
      Permanent: true,
    }),
  )
  await expect(overtaken.respond(overtaken.answer(overtaken.parameters))).rejects.toMatchObject(incorrect)
})

test('counts failures with those of plain passwords', async () => {
  await using engine = await startEngine({ client })
  await engine.confirmedUser('ada')
  const waiting = await exchange(engine)
  for (let failure = 1; failure <= 2; failure++) await engine.signIn('ada', 'Wrong-horse-7').catch(() => {})
  for (let failure = 1; failure <= 3; failure++) {
    const { parameters, answer, respond } = await exchange(engine)
    await expect(respond(answer(parameters, { password: 'Wrong-horse-7' }))).rejects.toMatchObject(incorrect)
  }
  await expect(engine.signIn('ada')).rejects.toMatchObject(locked)
  await expect(exchange(engine)).rejects.toMatchObject(locked)
  await expect(waiting.respond(waiting.answer(waiting.parameters))).rejects.toMatchObject(locked)
  engine.clock.advance({ seconds: 1 })
  await expect(waiting.respond(waiting.answer(waiting.parameters))).resolves.toHaveProperty(
    'AuthenticationResult',
  )
})

test('takes somebody who does not exist through the same steps under ENABLED', async () => {
  await using engine = await startEngine({ client })
  await engine.confirmedUser('ada')
  const [real, first, second] = [
    await exchange(engine),
    await exchange(engine, 'nobody'),
    await exchange(engine, 'NOBODY'),
  ]
  expect(Object.keys(first.parameters)).toEqual(Object.keys(real.parameters))
  expect(first.parameters.SALT).toHaveLength(real.parameters.SALT?.length ?? 0)
  expect(first.parameters.USER_ID_FOR_SRP).toMatch(uuid)
  for (const stable of ['SALT', 'USER_ID_FOR_SRP', 'USERNAME']) {
    expect(second.parameters[stable]).toBe(first.parameters[stable])
  }
  expect(second.parameters.SRP_B).not.toBe(first.parameters.SRP_B)
  expect((await exchange(engine, 'no-one')).parameters.SALT).not.toBe(first.parameters.SALT)
  await expect(first.respond(first.answer(first.parameters))).rejects.toMatchObject(incorrect)
})

test('tells of somebody who does not exist at the first step under LEGACY', async () => {
  await using engine = await startEngine({ client: { ...client, PreventUserExistenceErrors: 'LEGACY' } })
  await expect(exchange(engine, 'nobody')).rejects.toMatchObject({
    name: 'UserNotFoundException',
    message: 'User does not exist.',
  })
})

test('does not know a user by sub, unless that is the username', async () => {
  const settings = { client: { ...client, PreventUserExistenceErrors: 'LEGACY' } } as const
  await using engine = await startEngine(settings)
  await using byAddress = await startEngine({ ...settings, pool: emailDesign })
  const sub = await engine.confirmedUser('ada')
  await expect(exchange(engine, sub)).rejects.toMatchObject({ name: 'UserNotFoundException' })
  await expect(engine.signIn(sub)).resolves.toHaveProperty('AuthenticationResult')

  const username = await byAddress.confirmedUser('ada@example.test')
  await expect(exchange(byAddress, username)).resolves.toBeDefined()
})

test.each(['', 'no number', '0', 'f'.repeat(800)])('refuses the public key %j', async SRP_A => {
  await using engine = await startEngine({ client })
  await engine.confirmedUser('ada')
  await expect(
    signingIn(engine.sdk).initiate('USER_SRP_AUTH', { USERNAME: 'ada', SRP_A }),
  ).rejects.toMatchObject({ name: 'InvalidParameterException', $metadata: { httpStatusCode: 400 } })
})

test.each(['PASSWORD_CLAIM_SECRET_BLOCK', 'PASSWORD_CLAIM_SIGNATURE', 'TIMESTAMP', 'USERNAME'])(
  'misses %s in the answer',
  async name => {
    await using engine = await startEngine({ client })
    await engine.confirmedUser('ada')
    const { parameters, answer, respond } = await exchange(engine)
    await expect(respond({ ...answer(parameters), [name]: '' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Missing required parameter ${name}`,
    })
  },
)
