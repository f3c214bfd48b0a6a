/** An engine with somebody who is signed in. */
import { GetUserCommand, UpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider'
import { startEngine } from './engine.ts'

type Settings = NonNullable<Parameters<typeof startEngine>[0]>

export async function signedInUser(settings: Settings = {}, username = 'ada') {
  await using cleanup = new AsyncDisposableStack()
  const engine = cleanup.use(await startEngine(settings))
  const sub = await engine.confirmedUser(username, { email: 'ada@example.test' })
  const { AuthenticationResult } = await engine.signIn(username)
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {}

  /** Name and value, without the sub. */
  async function attributes() {
    const { UserAttributes = [] } = await engine.sdk.send(new GetUserCommand({ AccessToken }))
    return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]).slice(1))
  }
  const update = (values: Record<string, string>, ClientMetadata?: Record<string, string>) =>
    engine.sdk.send(
      new UpdateUserAttributesCommand({
        AccessToken,
        UserAttributes: Object.entries(values).map(([Name, Value]) => ({ Name, Value })),
        ClientMetadata,
      }),
    )

  const running = cleanup.move()
  return {
    engine,
    sub,
    AccessToken,
    IdToken,
    RefreshToken,
    attributes,
    update,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
