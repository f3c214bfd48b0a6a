/** Somebody who is signed in and has an authenticator app at hand. */
import {
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { TOTP } from 'otpauth'
import type { Clock } from '../../clock.ts'
import { startEngine } from './engine.ts'

type Settings = NonNullable<Parameters<typeof startEngine>[0]>

/** Settings for a pool where second factors may be used, and are not demanded. */
export const mfaPool = {
  pool: { MfaConfiguration: 'OPTIONAL' },
  factors: { SoftwareTokenMfaConfiguration: { Enabled: true } },
} satisfies Settings

/** The code that the app shows now, or so many steps of half a minute from now. */
export const codeOf = (secret: string, clock: Clock, steps = 0) =>
  new TOTP({ secret }).generate({ timestamp: clock.now() + steps * 30_000 })

export async function softwareTokenUser(settings: Settings = mfaPool) {
  await using cleanup = new AsyncDisposableStack()
  const engine = cleanup.use(await startEngine(settings))
  const { clock, sdk } = engine
  await engine.confirmedUser()
  const { AuthenticationResult: { AccessToken = '' } = {} } = await engine.signIn()

  const associate = () => sdk.send(new AssociateSoftwareTokenCommand({ AccessToken }))
  const verify = (UserCode: string, FriendlyDeviceName?: string) =>
    sdk.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode, FriendlyDeviceName }))

  const running = cleanup.move()
  return {
    engine,
    AccessToken,
    associate,
    verify,
    codeOf: (secret: string, steps = 0) => codeOf(secret, clock, steps),
    /** Both steps. Gives the secret. */
    async setUp() {
      const { SecretCode = '' } = await associate()
      await verify(codeOf(SecretCode, clock))
      return SecretCode
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
