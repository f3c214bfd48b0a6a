/** Every route, with Cognito failing in every way: nothing succeeds, nothing is told, nobody loses their session. */
import { contract, type RouteName } from '@latchkey/core/contract'
import type { Endpoint } from '@latchkey/core/endpoint'
import { type ErrorCode, errorTable } from '@latchkey/core/errors'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  breaksOff,
  type Fault,
  type FaultyApp,
  failsInHtml,
  gives,
  hangs,
  isDown,
  isSlow,
  loses,
  resets,
  saysNothing,
  speaksHalf,
  speaksHtml,
  startFaultyApp,
  throttles,
  throws,
} from './faulty-cognito.ts'
import { newPerson, type Person } from './person.ts'
import { sampleBodies, samplePath } from './sample-bodies.ts'
import { copyOf, refresh } from './session-cookies.ts'
import { newAccount, newBrowser, setCookies } from './start-app.ts'

let app: FaultyApp
beforeAll(async () => {
  app = await startFaultyApp()
  // The first invocation of each function takes longer than any other, all at once above all.
  const person = await newPerson(app)
  const cases = await casesOf(person)
  app.cognito.fails('*', throttles)
  for (const one of cases) await send(person, one)
  app.cognito.mend()
})
afterAll(() => app?.[Symbol.asyncDispose]())

/** What each route asks Cognito first. The secret is told without asking it. */
const firstOperations: Partial<Record<RouteName, string[]>> = {
  signUp: ['SignUp'],
  confirm: ['ConfirmSignUp'],
  resendCode: ['ResendConfirmationCode'],
  signIn: ['InitiateAuth'],
  signInPasskey: ['InitiateAuth'],
  forgotPassword: ['ForgotPassword'],
  resetPassword: ['ConfirmForgotPassword'],
  refreshSession: ['GetTokensFromRefreshToken'],
  signOut: ['RevokeToken'],
  account: ['GetUser', 'GetUserAuthFactors'],
  deleteAccount: ['DeleteUser'],
  changePassword: ['ChangePassword'],
  changeEmail: ['GetUser'],
  confirmEmail: ['VerifyUserAttribute'],
  setUpTotp: ['GetUser'],
  verifyTotp: ['VerifySoftwareToken'],
  removeTotp: ['SetUserMFAPreference'],
  listPasskeys: ['ListWebAuthnCredentials', 'GetUser'],
  passkeyOptions: ['StartWebAuthnRegistration'],
  addPasskey: ['CompleteWebAuthnRegistration'],
  removePasskey: ['DeleteWebAuthnCredential'],
  signOutEverywhere: ['GlobalSignOut'],
}

/** Of a sign-in in several steps, by the step that is answered. */
const stepOperations: Record<string, string[]> = {
  TOTP: ['RespondToAuthChallenge'],
  NEW_PASSWORD_REQUIRED: ['RespondToAuthChallenge'],
  MFA_SETUP: ['VerifySoftwareToken'],
  WEB_AUTHN: ['RespondToAuthChallenge'],
}

const isReadOrEnding = [
  'GetUser',
  'GetUserAuthFactors',
  'ListWebAuthnCredentials',
  'GlobalSignOut',
  'RevokeToken',
]

type Case = { name: RouteName; operations: string[]; body: Record<string, unknown> | undefined }

/** A request to every route that asks Cognito, one for each step of a sign-in, with nothing to say against it. */
async function casesOf(person: Person): Promise<Case[]> {
  const withBody: Case[] = []
  for (const [name, sample] of sampleBodies({ ...newAccount(), password: person.password })) {
    const step = name === 'signInChallenge' ? String(sample.name) : undefined
    const operations = step === undefined ? firstOperations[name] : stepOperations[step]
    const body = {
      ...sample,
      ...(name === 'deleteAccount' && { username: person.username }),
      ...(step !== undefined && { session: await ticketFor(step) }),
    }
    withBody.push({ name, operations: operations ?? [], body })
  }
  const others = (Object.keys(firstOperations) as RouteName[]).filter(name =>
    withBody.every(other => other.name !== name),
  )
  return [
    ...withBody,
    ...others.map(name => ({ name, operations: firstOperations[name] ?? [], body: undefined })),
  ]
}

/** A genuine one, of a step that Cognito has been made to ask for. */
async function ticketFor(step: string): Promise<string> {
  const Session = 'a-session-of-cognito'
  const CREDENTIAL_REQUEST_OPTIONS = '{"challenge":"AAAA"}'
  const ChallengeName = step === 'TOTP' ? 'SOFTWARE_TOKEN_MFA' : step
  app.cognito.fails(
    'InitiateAuth',
    gives({ ChallengeName, Session, ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS } }),
  )
  app.cognito.fails('AssociateSoftwareToken', gives({ SecretCode: 'GEZDGNBVGY3TQOJQ', Session }))
  const { username, password } = newAccount()
  const answer = await newBrowser(app).post('/sign-in', { username, password })
  const { challenge } = (await answer.json()) as { challenge: { session: string } }
  return challenge.session
}

async function send({ browser }: Person, one: Case) {
  const { method, path } = contract[one.name] as Endpoint
  const tab = copyOf(app, browser)
  tab.idToken = browser.idToken
  const at = samplePath(path)
  const answer =
    method === 'GET'
      ? await tab.get(at)
      : method === 'POST'
        ? await tab.post(at, one.body)
        : await tab.delete(at, one.body)
  return { ...one, answer, text: await answer.text() }
}

/** Sends a request to every route while Cognito fails. */
async function sendAll(fault: Fault, isWanted: (one: Case) => boolean = () => true) {
  const person = await newPerson(app)
  const before = new Map(person.browser.cookies)
  const cases = (await casesOf(person)).filter(isWanted)
  app.cognito.mend()
  app.logs.length = 0
  app.cognito.fails('*', fault)
  const answers = await Promise.all(cases.map(one => send(person, one)))
  const asked = [...app.cognito.asked]
  app.cognito.mend()
  expect(person.browser.cookies).toEqual(before)
  // As the functions know it, without the time that it takes here to start one.
  expect(app.logs).toHaveLength(answers.length)
  for (const line of app.logs) expect(JSON.parse(line).durationMs).toBeLessThan(8000)
  return { person, answers, asked }
}

type Sent = Awaited<ReturnType<typeof send>>

/** What would tell who is behind us, or what went wrong in our own code. */
function leaksOf({ text, answer }: Sent): string[] {
  const [userPool] = app.model.userPools
  const internals = [
    /Exception/,
    /arn:/,
    /cognito/i,
    /amazonaws/,
    /node_modules/,
    /\bat .+:\d+:\d+/,
    /127\.0\.0\.1|localhost/,
    /Error:|SyntaxError|JSON at/,
    new RegExp(`${userPool?.pool.Id}|${userPool?.clients.map(({ ClientId }) => ClientId).join('|')}`),
  ]
  const told = [text, ...[...answer.headers].map(header => header.join(': '))]
  return told.filter(part => internals.some(internal => internal.test(part)))
}

const setByAnswer = ({ answer }: Sent) =>
  setCookies(answer).map(({ name, value }) => `${name}=${value && '…'}`)

/** Cleared whatever Cognito says: that is what signing out is. */
const signedOut = ['__Host-refresh=', '__Host-access=']
/** Lets the same sign-up be sent once more. */
const attempted = ['__Host-sign-up=…']

const kinds: [string, Fault, ErrorCode][] = [
  ['is busy', throttles, 'busy'],
  ['fails', isDown, 'upstream_unavailable'],
  ['drops the connection', resets, 'upstream_unavailable'],
  ['answers a page', speaksHtml, 'upstream_unavailable'],
  ['answers a page of an error', failsInHtml, 'upstream_unavailable'],
  ['answers half of what it should', speaksHalf, 'upstream_unavailable'],
  ['hangs', hangs, 'upstream_timeout'],
  ['begins to answer and hangs', breaksOff, 'upstream_timeout'],
  ['refuses with what nobody has heard of', throws('SomethingNewException'), 'internal'],
  ['drops the connection once it is done', loses, 'upstream_unavailable'],
]

test.each(kinds)(
  'where Cognito %s, every route says so in our words and changes nothing here',
  async (_, fault, code) => {
    const { person, answers, asked } = await sendAll(fault)
    const isInDoubt = code === 'upstream_unavailable' || code === 'upstream_timeout'
    for (const sent of answers) {
      const { name, answer, text } = sent
      const { status, headers } = answer
      expect([name, leaksOf(sent)]).toEqual([name, []])
      expect([name, headers.get('cache-control')]).toEqual([name, 'no-store'])
      if (name === 'signOut') {
        expect([status, setByAnswer(sent)]).toEqual([204, signedOut])
        continue
      }
      expect([name, status, headers.get('content-type')]).toEqual([
        name,
        errorTable[code].status,
        'application/json; charset=utf-8',
      ])
      expect([name, JSON.parse(text)]).toEqual([
        name,
        { code, message: errorTable[code].message, requestId: expect.any(String) },
      ])
      expect([name, headers.get('retry-after')]).toEqual([name, code === 'busy' ? '2' : null])
      expect([name, setByAnswer(sent)]).toEqual([name, name === 'signUp' && isInDoubt ? attempted : []])
    }

    const wanted = Map.groupBy(
      answers.flatMap(({ operations }) => operations),
      operation => operation,
    )
    const isRepeated = code === 'busy' || code === 'upstream_unavailable'
    const counts = Map.groupBy(asked, operation => operation)
    expect([...counts.keys()].sort()).toEqual([...wanted.keys()].sort())
    for (const [operation, { length }] of counts) {
      const once = wanted.get(operation)?.length ?? 0
      const mayBeRepeated =
        isRepeated &&
        (isReadOrEnding.includes(operation) || (operation === 'InitiateAuth' && code !== 'busy'))
      expect([operation, length >= once, length <= once * (mayBeRepeated ? 2 : 1)]).toEqual([
        operation,
        true,
        true,
      ])
    }
    if (fault !== loses) expect((await refresh(person.browser)).status).toBe(200)
  },
)

test('an empty success is none where something was asked for, and leaks nothing', async () => {
  const { answers } = await sendAll(saysNothing)
  for (const sent of answers) {
    const { reply, status } = contract[sent.name] as Endpoint
    // Nothing is what Cognito answers there in any case, or it stands for "no passkey".
    const isEnough = !reply || ['confirm', 'signInPasskey'].includes(sent.name)
    expect([sent.name, sent.answer.status, leaksOf(sent)]).toEqual([sent.name, isEnough ? status : 500, []])
    if (!isEnough) expect([sent.name, setByAnswer(sent)]).toEqual([sent.name, []])
  }
})

test('where every call takes 2.4 seconds, every route answers before its function is stopped', async () => {
  // Those would void the token with which the others go on.
  const endings = ['deleteAccount', 'signOut', 'signOutEverywhere']
  const { answers } = await sendAll(isSlow(2400), ({ name }) => !endings.includes(name))
  for (const sent of answers) {
    expect([sent.name, sent.answer.ok ? [] : leaksOf(sent)]).toEqual([sent.name, []])
  }

  // Three calls: more than there is time for.
  const changed = answers.find(({ name }) => name === 'changePassword')
  expect([changed?.answer.status, JSON.parse(changed?.text ?? '').code]).toEqual([504, 'upstream_timeout'])
})
