import { codeOf } from '@latchkey/offline/testing/software-token-user'
import { answerOf } from './person.ts'
import type { App, Browser } from './start-app.ts'

/** An authenticator app that holds the secret. Each of its codes works once, so half a minute passes between them. */
export const authenticatorApp = ({ clock }: Pick<App, 'clock'>, secret: string) => ({
  secret,
  code: () => codeOf(secret, clock),
  nextCode() {
    clock.advance({ minutes: 0.5 })
    return codeOf(secret, clock)
  },
})

/** Sets up an authenticator app for who is signed in. */
export async function switchTotpOn(app: Pick<App, 'clock'>, browser: Browser) {
  const { body } = await answerOf(browser.post('/account/totp'))
  const device = authenticatorApp(app, body.secret)
  const { status } = await answerOf(browser.post('/account/totp/verify', { code: device.code() }))
  if (status !== 204) throw new Error(`The code was not taken: ${status}.`)
  return device
}
