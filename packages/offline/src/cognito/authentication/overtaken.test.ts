/** The pool's functions take their time: what happens to a user meanwhile counts. */
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminSetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { everyFactor } from '../testing/challenged-user.ts'
import { poolId, startEngine } from '../testing/engine.ts'
import { signingIn } from '../testing/signing-in.ts'
import { srpClient } from '../testing/srp-client.ts'

type Engine = Awaited<ReturnType<typeof startEngine>>

const flows: Record<string, (engine: Engine) => Promise<unknown>> = {
  USER_PASSWORD_AUTH: ({ sdk }) => signingIn(sdk).withPassword(),
  USER_SRP_AUTH: ({ sdk }) =>
    signingIn(sdk).initiate('USER_SRP_AUTH', { USERNAME: 'ada', SRP_A: srpClient().SRP_A }),
  CUSTOM_AUTH: ({ sdk }) => signingIn(sdk).initiate('CUSTOM_AUTH', { USERNAME: 'ada' }),
  'CUSTOM_AUTH by SRP': ({ sdk }) =>
    signingIn(sdk).initiate('CUSTOM_AUTH', {
      USERNAME: 'ada',
      CHALLENGE_NAME: 'SRP_A',
      SRP_A: srpClient().SRP_A,
    }),
  USER_AUTH: ({ sdk }) => signingIn(sdk).initiate('USER_AUTH', { USERNAME: 'ada' }),
  'USER_AUTH by email': ({ sdk }) =>
    signingIn(sdk).initiate('USER_AUTH', { USERNAME: 'ada', PREFERRED_CHALLENGE: 'EMAIL_OTP' }),
}

const ada = { UserPoolId: poolId, Username: 'ada' }
const fates = [
  [new AdminDisableUserCommand(ada), { name: 'NotAuthorizedException', message: 'User is disabled.' }],
  [new AdminDeleteUserCommand(ada), { name: 'UserNotFoundException' }],
] as const

const moments = [
  ['USER_PASSWORD_AUTH', 'PreAuthentication'],
  ['USER_PASSWORD_AUTH', 'PostAuthentication'],
  ['USER_SRP_AUTH', 'PreAuthentication'],
  ['CUSTOM_AUTH', 'DefineAuthChallenge'],
  ['CUSTOM_AUTH', 'CreateAuthChallenge'],
  ['CUSTOM_AUTH by SRP', 'DefineAuthChallenge'],
  ['USER_AUTH', 'PreAuthentication'],
  ['USER_AUTH by email', 'PreAuthentication'],
  ['USER_AUTH by email', 'CustomMessage'],
] as const

test.each(
  moments.flatMap(moment =>
    fates.map(([command, error]) => [...moment, error.name, command, error] as const),
  ),
)('%s, overtaken while %s is asked: %s', async (flow, trigger, _, command, error) => {
  let meanwhile = async () => {}
  await using engine = await startEngine({
    ...everyFactor,
    pool: {
      ...everyFactor.pool,
      LambdaConfig: {
        DefineAuthChallenge: 'DefineAuthChallenge',
        CreateAuthChallenge: 'CreateAuthChallenge',
        [trigger]: trigger,
      },
    },
    invoke: async (arn, event) => {
      if (arn === trigger) await meanwhile()
      const challengeName = flow === 'CUSTOM_AUTH by SRP' ? 'PASSWORD_VERIFIER' : 'CUSTOM_CHALLENGE'
      return { ok: true, payload: { ...event, response: { challengeName } } }
    },
  })
  await engine.confirmedUser('ada')
  await expect(flows[flow]?.(engine)).resolves.toBeDefined()
  meanwhile = async () => {
    await (command instanceof AdminDeleteUserCommand ? engine.sdk.send(command) : engine.sdk.send(command))
  }
  await expect(flows[flow]?.(engine)).rejects.toMatchObject(error)
  expect(engine.errors).toEqual([])
})

test('a second factor that is switched on while a function is asked is asked for', async () => {
  let meanwhile = async () => {}
  await using engine = await startEngine({
    ...everyFactor,
    pool: { ...everyFactor.pool, LambdaConfig: { PreAuthentication: 'PreAuthentication' } },
    invoke: async (_, event) => {
      await meanwhile()
      return { ok: true, payload: { ...event, response: {} } }
    },
  })
  await engine.signUp('ada')
  const { Session } = await engine.confirm('ada')
  meanwhile = async () => {
    await engine.sdk.send(
      new AdminSetUserMFAPreferenceCommand({ ...ada, EmailMfaSettings: { Enabled: true } }),
    )
  }
  expect(await signingIn(engine.sdk).initiate('USER_AUTH', { USERNAME: 'ada' }, { Session })).toMatchObject({
    ChallengeName: 'EMAIL_OTP',
  })
})
