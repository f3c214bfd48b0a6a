/** What the user pool asks of the app. */
import type {
  CustomMessageTriggerEvent,
  PostConfirmationTriggerEvent,
  PreSignUpTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
} from 'aws-lambda'
import { Resource } from 'sst'

/** Only people of example.test may sign up. */
export const preSignUp = async (event: PreSignUpTriggerEvent) => {
  if (!event.request.userAttributes.email?.endsWith('@example.test')) {
    throw new Error('Postcards go to example.test only')
  }
  return event
}

export const customMessage = async (event: CustomMessageTriggerEvent) => {
  event.response.emailSubject = 'Your first postcard'
  event.response.emailMessage = `It says ${event.request.codeParameter}.`
  return event
}

export const postConfirmation = async (event: PostConfirmationTriggerEvent) => {
  console.log(`${Resource.Motto.text}, ${event.userName}`)
  return event
}

/** Both tokens carry the stamp. */
export const preTokenGeneration = async (event: PreTokenGenerationV2TriggerEvent) => {
  const claims = { claimsToAddOrOverride: { stamp: 'airmail' } }
  event.response.claimsAndScopeOverrideDetails = {
    idTokenGeneration: claims,
    accessTokenGeneration: claims,
  }
  return event
}
