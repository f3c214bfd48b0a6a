/** The operations that this engine answers, each with the form of its request. */
import { confirmSignUp, confirmSignUpShape } from './operations/confirm-sign-up.ts'
import { getUser, getUserShape } from './operations/get-user.ts'
import { initiateAuth, initiateAuthShape } from './operations/initiate-auth.ts'
import { resendConfirmationCode, resendConfirmationCodeShape } from './operations/resend-confirmation-code.ts'
import { signUp, signUpShape } from './operations/sign-up.ts'
import type { Services } from './services.ts'
import { type Input, parse, type Shape } from './wire/shape.ts'

/** Takes the JSON of a request and gives the members of the answer. */
export type Operation = (json: unknown) => Promise<object>

export function createOperations(services: Services): ReadonlyMap<string, Operation> {
  return new Map([
    ['ConfirmSignUp', operation(confirmSignUpShape, confirmSignUp(services))],
    ['GetUser', operation(getUserShape, getUser(services))],
    ['InitiateAuth', operation(initiateAuthShape, initiateAuth(services))],
    ['ResendConfirmationCode', operation(resendConfirmationCodeShape, resendConfirmationCode(services))],
    ['SignUp', operation(signUpShape, signUp(services))],
  ])
}

function operation<S extends Shape>(shape: S, run: (input: Input<S>) => Promise<object>): Operation {
  return async json => run(parse(shape, json))
}
