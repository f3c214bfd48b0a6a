/**
 * The pool's PostConfirmation trigger: after a forgotten password was reset,
 * every session of the user ends. Whoever knew the old password, or held a
 * token that it had opened, is out; Cognito by itself would let them stay.
 *
 * The password is set by now. A sign-out that fails is thrown, so that the
 * caller of ConfirmForgotPassword learns that sessions may live on; it never
 * looks as if all had gone well.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
 */
import {
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Context, PostConfirmationTriggerEvent } from 'aws-lambda'
import { describe, logTrigger } from '../log.ts'

/** Cognito waits five seconds for a trigger. Ending sessions twice does no harm, so there is a second attempt. */
const cognito = new CognitoIdentityProviderClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1500, throwOnRequestTimeout: true },
})

export const handler = async (event: PostConfirmationTriggerEvent, { awsRequestId }: Context) => {
  const { triggerSource, userPoolId, userName, request } = event
  if (triggerSource !== 'PostConfirmation_ConfirmForgotPassword') return event

  const entry = { requestId: awsRequestId, trigger: triggerSource, sub: request.userAttributes.sub }
  try {
    await cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: userPoolId, Username: userName }))
  } catch (error) {
    logTrigger({ ...entry, outcome: 'sessions_live_on', error: describe(error) })
    throw new Error('Sessions could not be ended.', { cause: error })
  }
  logTrigger({ ...entry, outcome: 'ok' })
  return event
}
