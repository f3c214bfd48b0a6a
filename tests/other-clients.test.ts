/** A pool may get other clients: for a partner, a script, another app. What they are given opens nothing here. */
import {
  AuthFlowType,
  CreateUserPoolClientCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { contract } from '@latchkey/core/contract'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { administrator, newPerson } from './person.ts'
import { samplePath } from './sample-bodies.ts'
import { cookieHeader, startApp } from './start-app.ts'

const guarded = Object.entries(contract).filter(
  ([, { access }]) => access === 'session' || access === 'account',
)

test('the tokens of another client of the same pool are refused by every route that wants one', async () => {
  await using app = await startApp()
  const { username, password, browser } = await newPerson(app)
  const { sdk, UserPoolId } = administrator(app)
  const { UserPoolClient } = await sdk.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'Partner',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    }),
  )
  const { AuthenticationResult } = await sdk.send(
    new InitiateAuthCommand({
      ClientId: UserPoolClient?.ClientId,
      AuthFlow: AuthFlowType.USER_PASSWORD_AUTH,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  )

  const { IdToken = '', AccessToken = '' } = AuthenticationResult ?? {}
  const [theirs, ours] = [decodeJwt(IdToken), decodeJwt(browser.idToken ?? '')]
  expect([theirs.iss, theirs.sub]).toEqual([ours.iss, ours.sub])
  expect(theirs.aud).not.toBe(ours.aud)

  expect(guarded.length).toBeGreaterThan(10)
  for (const token of [IdToken, AccessToken]) {
    for (const [name, { method, path }] of guarded) {
      const answer = await fetch(`${app.url}/api${samplePath(path)}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          cookie: cookieHeader(browser),
          'sec-fetch-site': 'same-origin',
        },
      })
      expect([name, answer.status, await answer.json()]).toEqual([name, 401, { message: 'Unauthorized' }])
    }
  }
  expect((await browser.get('/secret')).status).toBe(200)
})
