import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import { type Account, type App, type Browser, createAccount, newAccount, newBrowser } from './start-app.ts'

export type Person = Account & { browser: Browser }

/** Somebody with an account, signed in. */
export async function newPerson(app: Pick<App, 'url'>): Promise<Person> {
  const account = await createAccount(app)
  return { ...account, browser: await signedInBrowser(app, account) }
}

export async function signedInBrowser(app: Pick<App, 'url'>, account: Account): Promise<Browser> {
  const browser = newBrowser(app)
  const { status } = await signInAgain(browser, account)
  if (status !== 200) throw new Error(`${account.username} cannot sign in: ${status}.`)
  return browser
}

/** In a browser that may have a session already. */
export const signInAgain = (browser: Browser, { username, password }: Account) =>
  answerOf(browser.post('/sign-in', { username, password }))

/** The body is `undefined` where there is none. */
export async function answerOf(answer: Promise<Response>) {
  const response = await answer
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : undefined, response }
}

/** A code that is not this one. */
export const otherThan = (code: string) => (code === '000000' ? '111111' : '000000')

/** Cognito as an administrator reaches it. */
export function administrator({ cognitoUrl, model: { region, userPools } }: App) {
  const sdk = new CognitoIdentityProviderClient({
    region,
    endpoint: cognitoUrl,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  })
  const UserPoolId = userPools[0]?.pool.Id
  return {
    sdk,
    UserPoolId,
    /** Attributes by name. */
    async attributesOf(Username: string): Promise<Record<string, string | undefined>> {
      const { UserAttributes = [] } = await sdk.send(new AdminGetUserCommand({ UserPoolId, Username }))
      return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]))
    },
  }
}

/** An account that an administrator has made, with a password for the first time only, as nobody else is told. */
export async function invite(app: App, { username, email } = newAccount()): Promise<Account> {
  const account = { username, email, password: 'a-temporary-passphrase' }
  const { sdk, UserPoolId } = administrator(app)
  await sdk.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: username,
      TemporaryPassword: account.password,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  )
  return account
}
