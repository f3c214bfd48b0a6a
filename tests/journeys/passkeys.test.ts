/** A browser makes somebody a passkey and signs them in by it, on a page that talks to Cognito itself. */
import { type Cognito, startCognito } from '@latchkey/offline/cognito'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptySite } from './empty-site.ts'
import { newVisitor, startBrowser } from './visitor.ts'

const ClientId = '6h1q8passkeysexampleclient'
const Username = 'ada'
const Password = 'Correct-horse-7'

type UserVerification = 'preferred' | 'required'

function userPool(UserVerification: UserVerification) {
  const UserPoolId = 'eu-central-1_Passkeys1'
  return {
    pool: {
      Id: UserPoolId,
      Name: 'users',
      AutoVerifiedAttributes: ['email' as const],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'WEB_AUTHN' as const] } },
    },
    factors: { WebAuthnConfiguration: { RelyingPartyId: 'localhost', UserVerification } },
    clients: [
      {
        ClientId,
        ClientName: 'web',
        UserPoolId,
        ExplicitAuthFlows: ['ALLOW_USER_AUTH' as const, 'ALLOW_USER_PASSWORD_AUTH' as const],
      },
    ],
  }
}

type Answer = {
  __type?: string
  ChallengeName?: string
  ChallengeParameters?: { CREDENTIAL_REQUEST_OPTIONS: string }
  Session?: string
  AuthenticationResult?: { AccessToken: string }
  CredentialCreationOptions?: PublicKeyCredentialCreationOptionsJSON
  Credentials?: object[]
}

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

test.each([
  { asked: 'required', isVerified: true },
  { asked: 'preferred', isVerified: false },
] as const)('signs in where user verification is $asked, on a device that can: $isVerified', async device => {
  const { asked, isVerified } = device
  await using cognito = await startCognito({
    region: 'eu-central-1',
    pools: [userPool(asked)],
    database: ':memory:',
    port: 0,
  })
  await using site = await emptySite()
  await using visitor = await newVisitor(browser)
  const { page, origins } = visitor
  await addAuthenticator(page, isVerified)
  await page.goto(site.url)
  origins.add(cognito.url)
  const call = callerOf(page, cognito)
  const AccessToken = await accountOf(cognito, call)

  const { CredentialCreationOptions } = await call('StartWebAuthnRegistration', { AccessToken })
  const Credential = await create(page, CredentialCreationOptions)
  expect(await call('CompleteWebAuthnRegistration', { AccessToken, Credential })).toEqual({})
  const { Credentials } = await call('ListWebAuthnCredentials', { AccessToken })
  expect(Credentials).toEqual([
    expect.objectContaining({
      CredentialId: Credential.id,
      RelyingPartyId: 'localhost',
      AuthenticatorAttachment: 'platform',
      AuthenticatorTransports: ['internal'],
    }),
  ])

  // The device counts its signatures, so the second sign-in differs from the first.
  for (const time of ['first', 'second']) {
    const tokens = (await signIn(page, call)).AuthenticationResult
    const user = await call('GetUser', { AccessToken: tokens?.AccessToken })
    expect(user, `the ${time} sign-in`).toMatchObject({ Username })
  }
  expect(visitor.complaints).toEqual([])
})

type Call = ReturnType<typeof callerOf>

/** Asks Cognito from the page. A refusal is an answer too. */
function callerOf(page: Page, { url }: Cognito) {
  return (operation: string, input: object): Promise<Answer> =>
    page.evaluate(
      async ({ url, operation, input }) => {
        const response = await fetch(url, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/x-amz-json-1.1',
            'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
          },
          body: JSON.stringify(input),
        })
        return response.json()
      },
      { url, operation, input },
    )
}

/** Signs up, confirms and signs in by password. Gives the access token. */
async function accountOf(cognito: Cognito, call: Call) {
  const UserAttributes = [{ Name: 'email', Value: 'ada@example.test' }]
  await call('SignUp', { ClientId, Username, Password, UserAttributes })
  await call('ConfirmSignUp', { ClientId, Username, ConfirmationCode: cognito.messages()[0]?.code })
  const { AuthenticationResult } = await call('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: Username, PASSWORD: Password },
  })
  return AuthenticationResult?.AccessToken
}

function create(page: Page, options: PublicKeyCredentialCreationOptionsJSON | undefined) {
  if (!options) throw new Error('There are no options to make a passkey with.')
  return page.evaluate(async options => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
    const credential = await navigator.credentials.create({ publicKey })
    return (credential as PublicKeyCredential).toJSON()
  }, options)
}

async function signIn(page: Page, call: Call) {
  const { ChallengeParameters, ChallengeName, Session } = await call('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_AUTH',
    AuthParameters: { USERNAME: Username, PREFERRED_CHALLENGE: 'WEB_AUTHN' },
  })
  const credential = await page.evaluate(async options => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options))
    const credential = await navigator.credentials.get({ publicKey })
    return (credential as PublicKeyCredential).toJSON()
  }, ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '')
  return call('RespondToAuthChallenge', {
    ClientId,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: Username, CREDENTIAL: JSON.stringify(credential) },
  })
}

/** A device that holds passkeys, with or without a finger to recognise. */
async function addAuthenticator(page: Page, hasUserVerification: boolean) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification,
      isUserVerified: hasUserVerification,
      automaticPresenceSimulation: true,
    },
  })
}
