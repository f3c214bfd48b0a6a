/** What the gateway keeps from Cognito when too many come at once. */
import {
  type CognitoIdentityProviderClient,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider'
import { manualClock } from '@latchkey/offline/clock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { administrator } from './person.ts'
import { type App, newAccount, newBrowser, post, startApp } from './start-app.ts'

/** Stands still, so that no bucket fills while the requests of a test are on their way. */
const clock = manualClock()

let app: App
beforeAll(async () => {
  app = await startApp({ clock })
})
afterAll(() => app?.[Symbol.asyncDispose]())

const tooMany = {
  status: 429,
  errorType: 'TooManyRequestsException',
  body: '{"message":"Too Many Requests"}',
}

let strangers = 0
const stranger = () => `nobody-${++strangers}`

/** That many people who press the button in the same moment, each with a body of their own. */
async function atOnce(count: number, path: string, newBody: () => object) {
  const answers = await Promise.all(
    Array.from({ length: count }, async () => {
      const answer = await post(`${app.url}/api${path}`, newBody())
      const errorType = answer.headers.get('x-amzn-errortype')
      return { status: answer.status, errorType, body: await answer.text() }
    }),
  )
  const refused = answers.filter(({ status }) => status === 429)
  for (const answer of refused) expect(answer).toEqual(tooMany)
  return { passed: answers.length - refused.length, statuses: new Set(answers.map(({ status }) => status)) }
}

async function countUsers(client: CognitoIdentityProviderClient, UserPoolId: string | undefined) {
  let users = 0
  for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId })) users += Users.length
  return users
}

test('of more sign-ups than the burst no more reach Cognito, and the rest are told so by the gateway', async () => {
  const { sdk, UserPoolId } = administrator(app)
  expect(await atOnce(60, '/sign-up', newAccount)).toEqual({ passed: 40, statuses: new Set([201, 429]) })
  expect(await countUsers(sdk, UserPoolId)).toBe(40)
  expect(app.messages()).toHaveLength(40)

  // The other routes are open to everybody.
  expect((await newBrowser(app).get('/secret')).status).toBe(401)

  clock.advance({ seconds: 1 })
  expect(await atOnce(30, '/sign-up', newAccount)).toEqual({ passed: 20, statuses: new Set([201, 429]) })
  expect(await countUsers(sdk, UserPoolId)).toBe(60)

  clock.advance({ minutes: 1 })
  expect((await newBrowser(app).post('/sign-up', newAccount())).status).toBe(201)
})

test.each([
  ['/sign-in', 200, () => ({ username: stranger(), password: 'not-the-password' })],
  ['/confirm', 60, () => ({ username: stranger(), code: '123456' })],
  [
    '/reset-password',
    20,
    () => ({ username: stranger(), code: '123456', password: 'another-horse-battery' }),
  ],
  ['/forgot-password', 20, () => ({ username: stranger() })],
  ['/resend-code', 40, () => ({ username: stranger() })],
] as const)('%s lets %i through at once', async (path, burst, newBody) => {
  clock.advance({ minutes: 1 })
  expect((await atOnce(burst + 10, path, newBody)).passed).toBe(burst)
})
