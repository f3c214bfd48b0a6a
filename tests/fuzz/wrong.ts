/** Requests that keep to every rule of their route, and are wrong all the same. */
import { contract, type RouteName } from '@latchkey/core/contract'
import { CurrentPassword } from '@latchkey/core/rules/current-password'
import { Identifier } from '@latchkey/core/rules/identifier'
import fc from 'fast-check'
import * as v from 'valibot'
import type { Browser } from '../start-app.ts'
import { nastyText } from './nasty-text.ts'
import { noiseIn } from './noise.ts'
import { requestOf, type World } from './world.ts'

/** Nobody in these requests waits for a code, so none is the right one. */
const code = fc.stringMatching(/^[0-9]{6}$/)

/** What `/forgot-password` and `/resend-code` answer takes a second, and says nothing. */
const slow: readonly RouteName[] = ['forgotPassword', 'resendCode']

export function wrongDraftsOf({ victim, sessions }: World) {
  const nobody = fc.stringMatching(/^nobody-[a-z0-9]{1,12}$/)
  const stranger = fc.oneof(
    nobody,
    nobody.map(name => `${name}@example.test`),
    nastyText.filter(text => v.is(Identifier, text)),
  )
  const name = fc.mixedCase(fc.constant(victim.username))
  const identifier = fc.oneof(stranger, name, fc.mixedCase(fc.constant(victim.email)))
  const password = nastyText.filter(text => v.is(CurrentPassword, text) && text !== victim.password)
  const another = fc.stringMatching(/^[a-z]{12,30}$/).map(text => `${text}-otters`)
  const session = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9._-]{1,80}$/),
    fc.constantFrom(...sessions.map(one => `${one}.`)),
  )
  const base64url = fc.stringMatching(/^[A-Za-z0-9_-]{0,60}$/)
  const envelope = {
    type: fc.constant('public-key'),
    clientExtensionResults: fc.dictionary(fc.string(), fc.jsonValue()),
  }
  const clear = (value: unknown) =>
    !/__proto__|constructor|prototype|\\u0000|\\ud[89a-f]/.test(JSON.stringify(value))

  const bodies: Partial<Record<RouteName, fc.Arbitrary<object>>> = {
    signUp: fc.record({
      username: name,
      email: nobody.map(text => `${text}@example.test`),
      password: another,
    }),
    confirm: fc.record({ username: fc.oneof(nobody, name), code }),
    resendCode: fc.record({ username: fc.oneof(nobody, name) }),
    signIn: fc.record({ username: identifier, password }),
    signInChallenge: fc.oneof(
      fc.record({ name: fc.constantFrom('TOTP', 'MFA_SETUP'), session, code }),
      // It is the session of another step.
      fc.record({ name: fc.constant('MFA_SETUP'), session: fc.constantFrom(...sessions), code }),
      fc.record({ name: fc.constant('NEW_PASSWORD_REQUIRED'), session, password: another }),
      fc.record({
        name: fc.constant('WEB_AUTHN'),
        session,
        credential: fc.record({
          ...envelope,
          id: base64url,
          rawId: base64url,
          response: fc.record({
            clientDataJSON: base64url,
            authenticatorData: base64url,
            signature: base64url,
          }),
        }),
      }),
    ),
    signInPasskey: fc.record({ username: stranger }),
    forgotPassword: fc.record({ username: stranger }),
    resetPassword: fc.record({ username: identifier, code, password: another }),
    deleteAccount: fc.record({ username: nobody }),
    changePassword: fc.record({ currentPassword: password, newPassword: another }),
    changeEmail: fc.constant({ email: victim.email }),
    confirmEmail: fc.record({ code }),
    verifyTotp: fc.record({ code }),
    addPasskey: fc.record({
      name: fc.constantFrom('Laptop', '📱', '"', '\\'),
      credential: fc.record({
        ...envelope,
        id: base64url.map(text => `A${text}`),
        rawId: base64url,
        response: fc.record({ clientDataJSON: base64url, attestationObject: base64url }),
      }),
    }),
  }

  /** Of somebody who has nothing that could be ended or taken away. */
  const draft = (route: RouteName, browser: Browser, body: object | undefined) => ({
    name: route,
    request: requestOf(route, browser, body, 'AAAAAAAAAAAAAAAAAAAAAA'),
    statuses: [contract[route].status, 400, 401, 403, 409, 429],
  })
  const nobodysBrowser = { cookies: new Map<string, string>(), idToken: '' } as Browser

  const ofRoute = (route: RouteName) =>
    fc
      .record({ body: bodies[route] ?? fc.constant(undefined), noise: noiseIn })
      .filter(({ body }) => clear(body))
      .map(({ body, noise }) => ({ ...draft(route, victim.browser, body), noise }))

  const withoutSession = fc
    .record({
      route: fc.constantFrom<RouteName>('refreshSession', 'signOut', 'secret', 'account'),
      noise: noiseIn,
    })
    .map(({ route, noise }) => ({ ...draft(route, nobodysBrowser, undefined), noise }))

  const reads: RouteName[] = ['secret', 'account', 'listPasskeys', 'removePasskey']
  return fc.oneof(
    ...[...(Object.keys(bodies) as RouteName[]), ...reads].map(route => ({
      weight: slow.includes(route) ? 1 : 8,
      arbitrary: ofRoute(route),
    })),
    { weight: 8, arbitrary: withoutSession },
  )
}
