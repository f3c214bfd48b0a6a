import { DescribeUserPoolCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { administrator } from './person.ts'
import type { App } from './start-app.ts'

/** Changes what the pool wants after the password. The operation takes every setting anew, and those that are left out fall back. */
export async function demandSecondFactor(app: App, MfaConfiguration: 'ON' | 'OPTIONAL') {
  const { sdk, UserPoolId } = administrator(app)
  const { UserPool = {} } = await sdk.send(new DescribeUserPoolCommand({ UserPoolId }))
  const { AdminCreateUserConfig: { UnusedAccountValidityDays, ...AdminCreateUserConfig } = {} } = UserPool
  await sdk.send(
    new UpdateUserPoolCommand({
      ...(UserPool as object),
      AdminCreateUserConfig,
      UserPoolId,
      MfaConfiguration,
    }),
  )
}
