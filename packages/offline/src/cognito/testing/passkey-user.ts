/** Somebody who is signed in and has an authenticator at hand. */
import {
  CompleteWebAuthnRegistrationCommand,
  DeleteWebAuthnCredentialCommand,
  InitiateAuthCommand,
  ListWebAuthnCredentialsCommand,
  type ListWebAuthnCredentialsRequest,
  StartWebAuthnRegistrationCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { createAuthenticator } from './authenticator.ts'
import { ClientId, Password, startEngine } from './engine.ts'

type Settings = NonNullable<Parameters<typeof startEngine>[0]>
type Behaviour = Parameters<ReturnType<typeof createAuthenticator>['create']>[1]
type Document = NonNullable<
  ConstructorParameters<typeof CompleteWebAuthnRegistrationCommand>[0]['Credential']
>

/** What `navigator.credentials.create` takes, as JSON. */
type CreationOptions = {
  challenge: string
  rp: { id: string; name: string }
  user: { id: string; name: string; displayName: string }
  excludeCredentials: { type: string; id: string }[]
  authenticatorSelection: object
}

/** Settings for a pool where a passkey may take the place of the password. */
export const passkeyPool = {
  pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] } } },
  factors: { WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification: 'preferred' } },
  client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH'] },
} satisfies Settings

export async function passkeyUser(settings: Settings = passkeyPool, username = 'ada') {
  await using cleanup = new AsyncDisposableStack()
  const engine = cleanup.use(await startEngine(settings))
  await engine.confirmedUser(username)
  const running = cleanup.move()
  return {
    ...(await signedIn(engine, username)),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** With an authenticator of their own. */
export async function signedIn(
  engine: Awaited<ReturnType<typeof startEngine>>,
  USERNAME = 'ada',
  client = ClientId,
) {
  const { sdk } = engine
  const { AuthenticationResult: { AccessToken = '' } = {} } = await sdk.send(
    new InitiateAuthCommand({
      ClientId: client,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: Password },
    }),
  )
  const authenticator = createAuthenticator()

  const start = async () => {
    const { CredentialCreationOptions } = await sdk.send(
      new StartWebAuthnRegistrationCommand({ AccessToken }),
    )
    return CredentialCreationOptions as CreationOptions
  }
  const complete = (credential: object) =>
    sdk.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: credential as Document }))

  return {
    engine,
    AccessToken,
    authenticator,
    start,
    complete,
    /** Both steps. Gives the id of the passkey. */
    async register(behaviour: Behaviour = {}) {
      const credential = authenticator.create(await start(), behaviour)
      await complete(credential)
      return credential.id
    },
    list: (input: Partial<ListWebAuthnCredentialsRequest> = {}) =>
      sdk.send(new ListWebAuthnCredentialsCommand({ AccessToken, ...input })),
    remove: (CredentialId: string) =>
      sdk.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId })),
  }
}
