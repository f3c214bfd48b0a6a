/** Names that Cognito gives to what it makes, in the forms that AWS has them in. */
import { digits, lowerCase, randomText, upperCase } from './random-text.ts'

/** `eu-central-1_aB3dE6gH9` */
export const newPoolId = (region: string) => `${region}_${randomText(digits + lowerCase + upperCase, 9)}`

export const newClientId = () => randomText(digits + lowerCase, 26)

export const newClientSecret = () => randomText(digits + lowerCase, 51)

/** The account is nobody's: twelve zeros, as in everything else that is made here. */
export const poolArn = (region: string, poolId: string) =>
  `arn:aws:cognito-idp:${region}:000000000000:userpool/${poolId}`
