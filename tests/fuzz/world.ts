/** People for whom every route has a request that is right, so that whatever spoils it is what it is refused for. */
import { AdminGetUserCommand, paginateListUsers } from '@aws-sdk/client-cognito-identity-provider'
import { contract, type RouteName } from '@latchkey/core/contract'
import { createAuthenticator } from '@latchkey/offline/testing/authenticator'
import type { HttpRequest } from '../http-exchange.ts'
import { administrator, answerOf, invite, newPerson, type Person, signInAgain } from '../person.ts'
import {
  type Account,
  type App,
  type Browser,
  createAccount,
  latestCode,
  newAccount,
  newBrowser,
} from '../start-app.ts'
import { authenticatorApp, switchTotpOn } from '../totp.ts'

/** A request to a route, and what its answer is when nothing is wrong with it. */
export type Draft = { route: RouteName; body?: object; browser?: Browser; request: HttpRequest }

export type World = Awaited<ReturnType<typeof newWorld>>

const anotherPassword = 'thirteen-lazy-otters'

/** Takes a few minutes of the app's clock. What it gives is good for three more. */
export async function newWorld(app: App) {
  const owner = await newPerson(app)
  const expiredIdToken = owner.browser.idToken
  app.clock.advance({ minutes: 6 })
  await signInAgain(owner.browser, owner)
  const other = await newPerson(app)

  const authenticator = createAuthenticator({ origin: app.url })
  const first = authenticator.create((await ask(owner, '/account/passkeys/options')).options)
  await ask(owner, '/account/passkeys', { name: 'Laptop', credential: first })
  const { challenge: passkeyChallenge } = await ask(owner, '/sign-in/passkey', { username: owner.username })
  const assertion = authenticator.get(passkeyChallenge.options)
  const second = createAuthenticator({ origin: app.url }).create(
    (await ask(owner, '/account/passkeys/options')).options,
  )

  const { email: nextEmail } = newAccount()
  await ask(owner, '/account/email', { email: nextEmail })
  const emailCode = await latestCode(app, nextEmail)
  const ownersApp = authenticatorApp(app, (await ask(owner, '/account/totp')).secret)

  const careful = await newPerson(app)
  const carefulsApp = await switchTotpOn(app, careful.browser)
  // Each code works once.
  app.clock.advance({ minutes: 0.5 })
  const totpChallenge = await challengeOf(app, careful)
  const invitedChallenge = await challengeOf(app, await invite(app))

  const waiting = await signUp(app)
  const waitingToo = await signUp(app)
  const forgetful = await createAccount(app)
  await answerOf(newBrowser(app).post('/forgot-password', { username: forgetful.username }))
  const resetCode = await latestCode(app, forgetful.email)
  const victim = await newPerson(app)

  const bodies = (): Partial<Record<string, object>> => ({
    signUp: newAccount(),
    confirm: { username: waiting.username, code: waiting.code },
    resendCode: { username: waitingToo.username },
    signIn: { username: owner.username, password: owner.password },
    'signInChallenge TOTP': { ...totpChallenge, code: carefulsApp.code() },
    'signInChallenge NEW_PASSWORD_REQUIRED': { ...invitedChallenge, password: anotherPassword },
    'signInChallenge WEB_AUTHN': {
      name: passkeyChallenge.name,
      session: passkeyChallenge.session,
      credential: assertion,
    },
    signInPasskey: { username: owner.username },
    forgotPassword: { username: owner.username },
    resetPassword: { username: forgetful.username, code: resetCode, password: anotherPassword },
    deleteAccount: { username: owner.username },
    changePassword: { currentPassword: owner.password, newPassword: anotherPassword },
    changeEmail: { email: newAccount().email },
    confirmEmail: { code: emailCode },
    verifyTotp: { code: ownersApp.code() },
    addPasskey: { name: 'Phone', credential: second },
  })

  return {
    owner,
    other,
    victim,
    expiredIdToken: expiredIdToken ?? '',
    /** Sessions of challenges that nobody has answered yet. */
    sessions: [totpChallenge.session, invitedChallenge.session, passkeyChallenge.session] as string[],

    /** As it would be sent now; `name` is one of `draftNames`. */
    draft(name: DraftName): Draft {
      const route = routeOf(name)
      // Whose session ends by it needs none for anything else.
      const { browser } = /^(?:refreshSession|signOut|signOutEverywhere)$/.test(route) ? other : owner
      const body = bodies()[name]
      return { route, ...(body && { body }), browser, request: requestOf(route, browser, body, first.id) }
    },
  }
}

/** Those that end something come last, and each finds what it needs. */
export const draftNames = [
  'secret',
  'account',
  'listPasskeys',
  'signUp',
  'confirm',
  'resendCode',
  'signIn',
  'signInPasskey',
  'signInChallenge TOTP',
  'signInChallenge NEW_PASSWORD_REQUIRED',
  'signInChallenge WEB_AUTHN',
  'forgotPassword',
  'resetPassword',
  'confirmEmail',
  'changeEmail',
  'addPasskey',
  'passkeyOptions',
  'removePasskey',
  'verifyTotp',
  'removeTotp',
  'setUpTotp',
  'changePassword',
  'refreshSession',
  'signOutEverywhere',
  'signOut',
  'deleteAccount',
] as const

export type DraftName = (typeof draftNames)[number]

export const routeOf = (name: DraftName) => name.split(' ')[0] as RouteName

export function requestOf(
  route: RouteName,
  browser: Browser,
  body: object | undefined,
  passkeyId: string,
): HttpRequest {
  const { method, path, access } = contract[route]
  const cookies = ['__Host-refresh', '__Host-access'].map(name => `${name}=${browser.cookies.get(name)}`)
  const headers: [string, string][] = [['Sec-Fetch-Site', 'same-origin']]
  if (access !== 'public') headers.push(['Cookie', cookies.join('; ')])
  if (access === 'session' || access === 'account')
    headers.push(['Authorization', `Bearer ${browser.idToken}`])
  if (body) headers.push(['Content-Type', 'application/json'])
  return {
    method,
    path: `/api${path.replace('{id}', passkeyId)}`,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  }
}

/** Everybody as an administrator sees them, and how many messages have gone out. */
export async function stateOf(app: App) {
  const { sdk, UserPoolId } = administrator(app)
  const users = []
  for await (const page of paginateListUsers({ client: sdk }, { UserPoolId }))
    users.push(...(page.Users ?? []))
  const people = await Promise.all(
    users.map(async ({ Username }) => {
      const { $metadata, ...user } = await sdk.send(new AdminGetUserCommand({ UserPoolId, Username }))
      return user
    }),
  )
  return { people, messages: app.messages().length }
}

async function ask({ browser }: Person, path: string, body?: object) {
  const answer = await answerOf(browser.post(path, body))
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.body?.code}`)
  return answer.body
}

async function challengeOf(app: App, account: Account) {
  const { body } = await signInAgain(newBrowser(app), account)
  return body.challenge
}

/** Somebody who has not confirmed yet, and the code that they have been sent. */
async function signUp(app: App) {
  const account = newAccount()
  await answerOf(newBrowser(app).post('/sign-up', account))
  return { ...account, code: await latestCode(app, account.email) }
}
