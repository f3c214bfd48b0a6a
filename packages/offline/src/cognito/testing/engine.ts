/** An engine for one test, with the AWS SDK in front of it. One pool, one client, settings as the test has them. */
import { createHmac } from 'node:crypto'
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { manualClock } from '../../clock.ts'
import type { UserPool } from '../../config/model.ts'
import type { Message } from '../../message.ts'
import { type CognitoOptions, startCognito } from '../server.ts'

export const region = 'eu-central-1'
export const poolId = 'eu-central-1_Offline01'
export const ClientId = '4f2k9a7c1mexampleclient'
export const Password = 'Correct-horse-7'

type Settings = Omit<Partial<CognitoOptions>, 'pools' | 'region' | 'onError' | 'onMessage' | 'clock'> & {
  pool?: Partial<UserPool['pool']>
  factors?: UserPool['factors']
  client?: ClientSettings
  /** With the same defaults, and ids of their own. */
  otherClients?: (ClientSettings & { ClientId: string })[]
}

type ClientSettings = Partial<UserPool['clients'][number]>

/** An alias pool that verifies addresses, and a public client that takes passwords. */
export function userPool({
  pool,
  factors = {},
  client,
  otherClients = [],
}: Pick<Settings, 'pool' | 'factors' | 'client' | 'otherClients'> = {}): UserPool {
  return {
    pool: {
      Id: poolId,
      Name: 'users',
      AliasAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
      ...pool,
    },
    factors,
    clients: [client, ...otherClients].map(settings => ({
      ClientId,
      ClientName: 'web',
      UserPoolId: poolId,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      ...settings,
    })),
  }
}

/** Settings for the other design, where the address is the username. */
export const emailDesign = { AliasAttributes: [], UsernameAttributes: ['email'] } satisfies Settings['pool']

export async function startEngine({
  pool = {},
  factors = {},
  client = {},
  otherClients = [],
  ...options
}: Settings = {}) {
  const clock = manualClock(Date.parse('2026-03-01T12:00:00.250Z'))
  const errors: unknown[] = []
  const announced: Message[] = []
  const cognito = await startCognito({
    region,
    pools: [userPool({ pool, factors, client, otherClients })],
    database: ':memory:',
    port: 0,
    clock,
    onMessage: message => announced.push(message),
    onError: error => errors.push(error),
    ...options,
  })
  const sdk = sdkFor(cognito.url)

  const signUp = (Username = 'ada', { email = 'ada@example.test' } = {}) =>
    sdk.send(
      new SignUpCommand({
        ClientId,
        Username,
        Password,
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    )
  const confirm = (Username = 'ada', ConfirmationCode = latestCode()) =>
    sdk.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }))
  const signIn = (USERNAME = 'ada', PASSWORD = Password) =>
    sdk.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD },
      }),
    )
  const latestCode = () => cognito.messages()[0]?.code ?? 'none'

  return {
    cognito,
    clock,
    sdk,
    errors,
    announced,
    signUp,
    confirm,
    signIn,
    latestCode,
    async confirmedUser(username = 'ada', { email = 'ada@example.test' } = {}) {
      const { UserSub = '' } = await signUp(username, { email })
      await confirm(username)
      return UserSub
    },
    async [Symbol.asyncDispose]() {
      sdk.destroy()
      await cognito[Symbol.asyncDispose]()
    },
  }
}

export function sdkFor(url: string) {
  return new CognitoIdentityProviderClient({
    region,
    endpoint: url,
    credentials: { accessKeyId: 'offline', secretAccessKey: 'offline' },
    maxAttempts: 1,
  })
}

export const secretHash = (secret: string, username: string) =>
  createHmac('sha256', secret)
    .update(username + ClientId)
    .digest('base64')

/** A code that is not the given one. */
export const otherThan = (code: string) => (code === '000000' ? '111111' : '000000')
