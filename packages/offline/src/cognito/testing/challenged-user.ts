/** Ada, before each of the challenges: how she comes to it, and what answers it. */
import {
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  type ChallengeNameType,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { Password, poolId, startEngine } from './engine.ts'
import { signedIn } from './passkey-user.ts'
import { poolFunctions } from './pool-functions.ts'
import { type Asked, signingIn } from './signing-in.ts'
import { codeOf } from './software-token-user.ts'
import { srpClient } from './srp-client.ts'

type Settings = NonNullable<Parameters<typeof startEngine>[0]>
type Engine = Awaited<ReturnType<typeof startEngine>>
type Responses = Record<string, string>

type Challenged = { asked: Asked; right: Responses }

const { invoke, LambdaConfig } = poolFunctions({
  DefineAuthChallenge: ({ request }) => ({
    challengeName: 'CUSTOM_CHALLENGE',
    issueTokens: 'session' in request && request.session.at(-1)?.challengeResult === true,
  }),
  CreateAuthChallenge: () => ({ privateChallengeParameters: { answer: 'blue' } }),
  VerifyAuthChallengeResponse: ({ request }) => ({
    answerCorrect: 'challengeAnswer' in request && request.challengeAnswer === 'blue',
  }),
})

/** A pool that has every factor and demands no second one, and a client that takes every flow. */
export const everyFactor = {
  invoke,
  pool: {
    LambdaConfig,
    MfaConfiguration: 'OPTIONAL',
    Policies: {
      PasswordPolicy: { MinimumLength: 12 },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] },
    },
  },
  factors: {
    SoftwareTokenMfaConfiguration: { Enabled: true },
    EmailMfaConfiguration: {},
    WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'preferred' },
  },
  client: {
    ExplicitAuthFlows: [
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_USER_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
    ],
  },
} satisfies Settings

export const mfaDemanded = {
  ...everyFactor,
  pool: { ...everyFactor.pool, MfaConfiguration: 'ON' },
} satisfies Settings

/** Sets an authenticator app up and gives its secret. */
export async function withApp({ sdk, clock }: Engine, { AccessToken = '', Session = '' }) {
  const proof = AccessToken ? { AccessToken } : { Session }
  const associated = await sdk.send(new AssociateSoftwareTokenCommand(proof))
  const secret = associated.SecretCode ?? ''
  const verified = await sdk.send(
    new VerifySoftwareTokenCommand({
      ...(AccessToken ? { AccessToken } : { Session: associated.Session }),
      UserCode: codeOf(secret, clock),
      FriendlyDeviceName: 'telephone',
    }),
  )
  // The next code is another one.
  clock.advance({ seconds: 30 })
  return { secret, Session: verified.Session }
}

export async function prefer({ sdk }: Engine, AccessToken: string, ...factors: ('app' | 'email')[]) {
  await sdk.send(
    new SetUserMFAPreferenceCommand({
      AccessToken,
      ...(factors.includes('app') && { SoftwareTokenMfaSettings: { Enabled: true } }),
      ...(factors.includes('email') && { EmailMfaSettings: { Enabled: true } }),
    }),
  )
}

export async function accessToken({ sdk }: Engine) {
  const { AuthenticationResult } = await signingIn(sdk).withPassword()
  return AuthenticationResult?.AccessToken ?? ''
}

const choose = ({ sdk }: Engine, PREFERRED_CHALLENGE?: string) =>
  signingIn(sdk).initiate('USER_AUTH', {
    USERNAME: 'ada',
    ...(PREFERRED_CHALLENGE && { PREFERRED_CHALLENGE }),
  })

type Way = { settings?: Settings; come: (engine: Engine) => Promise<Challenged> }

/** To every challenge that comes with a session of its own. */
export const ways: Partial<Record<ChallengeNameType, Way>> = {
  SOFTWARE_TOKEN_MFA: {
    async come(engine) {
      const AccessToken = await accessToken(engine)
      const { secret } = await withApp(engine, { AccessToken })
      await prefer(engine, AccessToken, 'app')
      const asked = await signingIn(engine.sdk).withPassword()
      return { asked, right: { SOFTWARE_TOKEN_MFA_CODE: codeOf(secret, engine.clock) } }
    },
  },
  EMAIL_OTP: {
    async come(engine) {
      const asked = await choose(engine, 'EMAIL_OTP')
      return { asked, right: { EMAIL_OTP_CODE: engine.latestCode() } }
    },
  },
  SELECT_MFA_TYPE: {
    async come(engine) {
      const AccessToken = await accessToken(engine)
      await withApp(engine, { AccessToken })
      await prefer(engine, AccessToken, 'app', 'email')
      return { asked: await signingIn(engine.sdk).withPassword(), right: { ANSWER: 'EMAIL_OTP' } }
    },
  },
  MFA_SETUP: {
    settings: mfaDemanded,
    async come(engine) {
      const { initiate } = signingIn(engine.sdk)
      await engine.sdk.send(
        new AdminCreateUserCommand({
          UserPoolId: poolId,
          Username: 'eve',
          TemporaryPassword: Password,
          MessageAction: 'SUPPRESS',
        }),
      )
      const first = await initiate('USER_PASSWORD_AUTH', { USERNAME: 'eve', PASSWORD: Password })
      const asked = await signingIn(engine.sdk).respond(first, {
        USERNAME: 'eve',
        NEW_PASSWORD: 'Better-horse-8',
      })
      const { Session } = await withApp(engine, { Session: asked.Session ?? '' })
      return { asked: { ...asked, Session }, right: { USERNAME: 'eve' } }
    },
  },
  NEW_PASSWORD_REQUIRED: {
    async come(engine) {
      await engine.sdk.send(
        new AdminCreateUserCommand({
          UserPoolId: poolId,
          Username: 'eve',
          TemporaryPassword: Password,
          MessageAction: 'SUPPRESS',
        }),
      )
      const asked = await signingIn(engine.sdk).withPassword(Password, 'eve')
      return { asked, right: { USERNAME: 'eve', NEW_PASSWORD: 'Better-horse-8' } }
    },
  },
  SELECT_CHALLENGE: {
    async come(engine) {
      return { asked: await choose(engine), right: { ANSWER: 'PASSWORD', PASSWORD: Password } }
    },
  },
  PASSWORD: {
    async come(engine) {
      return { asked: await choose(engine, 'PASSWORD'), right: { PASSWORD: Password } }
    },
  },
  PASSWORD_SRP: {
    async come(engine) {
      return { asked: await choose(engine, 'PASSWORD_SRP'), right: { SRP_A: srpClient().SRP_A } }
    },
  },
  WEB_AUTHN: {
    async come(engine) {
      const { authenticator, register } = await signedIn(engine)
      await register()
      const asked = await choose(engine, 'WEB_AUTHN')
      const options = JSON.parse(asked.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '')
      return { asked, right: { CREDENTIAL: JSON.stringify(authenticator.get(options)) } }
    },
  },
  CUSTOM_CHALLENGE: {
    async come(engine) {
      const asked = await signingIn(engine.sdk).initiate('CUSTOM_AUTH', { USERNAME: 'ada' })
      return { asked, right: { ANSWER: 'blue' } }
    },
  },
}

/** With Ada confirmed, and Bob beside her. */
export async function challenged({ settings = everyFactor, come }: Way) {
  await using cleanup = new AsyncDisposableStack()
  const engine = cleanup.use(await startEngine(settings))
  await engine.confirmedUser('ada')
  await engine.confirmedUser('bob', { email: 'bob@example.test' })
  const { asked, right } = await come(engine)
  const running = cleanup.move()
  return { engine, asked, right, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
