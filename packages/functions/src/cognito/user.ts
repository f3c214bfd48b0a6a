import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { attempt } from './client.ts'

/** The owner of an access token, as Cognito has them now: what an ID token says may be minutes old. */
export async function userOf(accessToken: string) {
  const {
    Username: username,
    UserAttributes: attributes = [],
    UserMFASettingList: secondFactors = [],
  } = await attempt('GetUser', new GetUserCommand({ AccessToken: accessToken }))
  const attribute = (name: string) => attributes.find(({ Name }) => Name === name)?.Value
  const email = attribute('email')
  if (!username || !email) throw new Error('Cognito told neither name nor address: may the client read them?')

  return { username, email, usesTotp: secondFactors.includes('SOFTWARE_TOKEN_MFA'), attribute }
}
