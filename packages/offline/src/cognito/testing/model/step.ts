/** What a step of a life is made of: a request, and what has to come of it. */
import type { Answer } from '../wire-call.ts'
import type { CodeKind, ModelClient, ModelUser, Password, SignIn, UserModel } from './user-model.ts'

/** What a step is made of; each uses some of it. */
export type Choices = {
  name: string
  client: ModelClient
  password: Password
  otherPassword: Password
  code: 'newest' | 'former' | 'wrong'
  address: string
  flag: boolean
  /** Which of the sign-ins or challenges, counted from the newest. */
  which: number
  seconds: number
}

export type Verdict = {
  /** `ok`, or names of exceptions: one of them it has to be. */
  outcomes: readonly string[]
  /** Whether exactly one message is sent, or none. */
  sends?: boolean
  /** What the model learns from the answer. */
  learn?: (answer: Answer, code: string) => void
}

export type Step = {
  uses: readonly (keyof Choices)[]
  /** How often it is chosen beside the others, 1 where it is not said. */
  weight?: number
  /** Whether it comes to the same in nearly every state like this: once in a while is enough. */
  isDull?: (model: UserModel, choices: Choices) => boolean
  /** Whose password it takes, where that is not the user's who is named. */
  subject?: (model: UserModel, choices: Choices) => ModelUser | undefined
  isPossible?: (model: UserModel, choices: Choices) => boolean
  request: (model: UserModel, choices: Choices) => [operation: string, input: object] | undefined
  expected: (model: UserModel, choices: Choices) => Verdict
}

export const refused = (...outcomes: string[]): Verdict => ({ outcomes })
export const accepted = (learn: Verdict['learn'] = () => {}, { sends = false } = {}): Verdict => ({
  outcomes: ['ok'],
  sends,
  learn,
})

export const userOf = ({ users }: UserModel, { name }: Choices) => users.get(name)
export const signInOf = ({ signIns }: UserModel, { which }: Choices) => signIns.at(-1 - which)
export const challengeOf = ({ challenges }: UserModel, { which }: Choices) => challenges.at(-1 - which)
export const isKnown = (model: UserModel, choices: Choices) => userOf(model, choices) !== undefined
export const isNobody = (model: UserModel, choices: Choices) => !isKnown(model, choices)
export const isNotUnconfirmed = (model: UserModel, choices: Choices) =>
  userOf(model, choices)?.status !== 'UNCONFIRMED'
export const isWeak = (password: Password) => password === 'short'
export const weakness = (password: Password) => (isWeak(password) ? ['InvalidPasswordException'] : [])
export const isEnded = (model: UserModel, choices: Choices) => signInOf(model, choices)?.isRevoked ?? true
export const AccessToken = (model: UserModel, choices: Choices) => signInOf(model, choices)?.accessToken

/** An hour allows so many; how its end is counted is not the model's business. */
export function mayTry(user: ModelUser | undefined, operation: string, limit: number) {
  return (user?.tries[operation] ?? 0) < limit
}

export function tried(user: ModelUser | undefined, operation: string) {
  if (user) user.tries[operation] = (user.tries[operation] ?? 0) + 1
}

export function codeText(user: ModelUser | undefined, kind: CodeKind, code: Choices['code']) {
  const wrong = '999999'
  if (code === 'newest') return user?.codes[kind]?.text ?? wrong
  return (code === 'former' ? user?.formerCodes.at(-1) : undefined) ?? wrong
}

/** A step on what the holder of an access token may do; the token's own refusals come first. */
export function byToken(
  uses: Step['uses'],
  operation: string,
  input: (model: UserModel, choices: Choices) => object,
  expected: (model: UserModel, signIn: SignIn, choices: Choices) => Verdict,
  isPossible: (model: UserModel, user: ModelUser, choices: Choices) => boolean = () => true,
  isDull: (user: ModelUser) => boolean = () => false,
): Step {
  return {
    uses: ['which', ...uses],
    subject: (model, choices) => signInOf(model, choices)?.user,
    isDull: (model, choices) => {
      const signIn = signInOf(model, choices)
      return !signIn || model.tokenRefusals(signIn).length > 0 || isDull(signIn.user)
    },
    isPossible: (model, choices) => {
      const signIn = signInOf(model, choices)
      return signIn !== undefined && isPossible(model, signIn.user, choices)
    },
    request: (model, choices) => [
      operation,
      { AccessToken: AccessToken(model, choices), ...input(model, choices) },
    ],
    expected: (model, choices) => {
      const signIn = signInOf(model, choices) as SignIn
      const refusals = model.tokenRefusals(signIn)
      return refusals.length ? refused(...refusals) : expected(model, signIn, choices)
    },
  }
}

/** A step of an administrator on a user. */
export function byAdministrator(
  uses: Step['uses'],
  operation: string,
  input: (choices: Choices) => object,
  expected: (model: UserModel, user: ModelUser, choices: Choices) => Verdict,
  isPossible: (user: ModelUser, choices: Choices) => boolean = () => true,
): Step {
  return {
    uses: ['name', ...uses],
    isDull: isNobody,
    isPossible: (model, choices) => {
      const user = userOf(model, choices)
      return !user || isPossible(user, choices)
    },
    request: (_, choices) => [operation, { Username: choices.name, ...input(choices) }],
    expected: (model, choices) => {
      const user = userOf(model, choices)
      return user ? expected(model, user, choices) : refused('UserNotFoundException')
    },
  }
}

export const unknown = ({ hidesUsers }: ModelClient, ...hidden: string[]) =>
  refused(...(hidesUsers ? hidden : ['UserNotFoundException']))
