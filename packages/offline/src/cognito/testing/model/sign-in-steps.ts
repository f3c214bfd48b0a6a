/** Signing in, and what tokens are exchanged for. */
import type { Answer } from '../wire-call.ts'
import {
  accepted,
  type Choices,
  challengeOf,
  isEnded,
  isWeak,
  refused,
  type Step,
  signInOf,
  unknown,
  userOf,
  type Verdict,
} from './step.ts'
import {
  type Challenge,
  lifetimes,
  type ModelClient,
  type ModelUser,
  type SignIn,
  type UserModel,
} from './user-model.ts'

export const signInSteps: Record<string, Step> = {
  signIn: signInStep('name'),
  signInByEmail: signInStep('address'),

  answerNewPassword: {
    uses: ['which', 'password'],
    weight: 3,
    subject: (model, choices) => challengeOf(model, choices)?.user,
    isPossible: (model, choices) => challengeOf(model, choices) !== undefined,
    request: (model, choices) => {
      const { user, client, session } = challengeOf(model, choices) as Challenge
      return [
        'RespondToAuthChallenge',
        {
          ClientId: client.id,
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          Session: session,
          ChallengeResponses: { USERNAME: user.name, NEW_PASSWORD: choices.password },
        },
      ]
    },
    expected: (model, choices) => {
      const challenge = challengeOf(model, choices) as Challenge
      const { user, client, endsMs } = challenge
      const forget = () => {
        model.challenges = model.challenges.filter(other => other !== challenge)
      }
      if (!model.isThere(user)) return refused('NotAuthorizedException', 'UserNotFoundException')
      if (endsMs <= model.now() || !user.isEnabled) return refused('NotAuthorizedException')
      // Whether the session stands after a weak password is open.
      if (isWeak(choices.password)) return { ...refused('InvalidPasswordException'), learn: forget }
      return accepted(answer => {
        model.setPassword(user, choices.password, 'CONFIRMED')
        begun(model, user, client, answer)
      })
    },
  },

  refresh: {
    uses: ['which'],
    isDull: isEnded,
    isPossible: (model, choices) => signInOf(model, choices)?.client.rotates === false,
    request: (model, choices) => {
      const { client, refreshTokens } = signInOf(model, choices) as SignIn
      const AuthParameters = { REFRESH_TOKEN: refreshTokens[0]?.text }
      return ['InitiateAuth', { ClientId: client.id, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters }]
    },
    expected: (model, choices) => refreshed(model, signInOf(model, choices) as SignIn, undefined),
  },

  getTokens: {
    uses: ['which', 'flag'],
    weight: 3,
    isDull: isEnded,
    isPossible: (model, choices) => signInOf(model, choices) !== undefined,
    request: (model, choices) => {
      const signIn = signInOf(model, choices) as SignIn
      const token = tokenToRefresh(signIn, choices)
      return ['GetTokensFromRefreshToken', { ClientId: signIn.client.id, RefreshToken: token.text }]
    },
    expected: (model, choices) => {
      const signIn = signInOf(model, choices) as SignIn
      return refreshed(model, signIn, tokenToRefresh(signIn, choices))
    },
  },

  revoke: {
    uses: ['which', 'flag'],
    isPossible: (model, choices) => {
      const signIn = signInOf(model, choices)
      return signIn !== undefined && model.isThere(signIn.user) && model.now() < signIn.refreshEndsMs
    },
    request: (model, choices) => {
      const signIn = signInOf(model, choices) as SignIn
      return ['RevokeToken', { ClientId: signIn.client.id, Token: signIn.refreshTokens.at(-1)?.text }]
    },
    expected: (model, choices) =>
      accepted(() => {
        const signIn = signInOf(model, choices) as SignIn
        signIn.isRevoked = true
      }),
  },
}

function begun(model: UserModel, user: ModelUser, client: ModelClient, answer: Answer) {
  const { AccessToken, RefreshToken } = answer.AuthenticationResult as Record<string, string>
  if (!AccessToken || !RefreshToken) throw new Error('There are no tokens in the answer.')
  model.signIns.push({
    user,
    client,
    accessToken: AccessToken,
    accessEndsMs: model.now() + lifetimes.access,
    refreshTokens: [{ text: RefreshToken, rotatedMs: undefined }],
    refreshEndsMs: model.now() + lifetimes.refresh,
    isRevoked: false,
  })
}

function signInStep(by: 'name' | 'address'): Step {
  const found = (model: UserModel, choices: Choices) =>
    by === 'name' ? userOf(model, choices) : model.otherOwner(choices.address)
  return {
    uses: [by, 'client', 'password'],
    subject: found,
    isDull: (model, choices) => !found(model, choices),
    weight: by === 'name' ? 5 : 2,
    request: (_, choices) => [
      'InitiateAuth',
      {
        ClientId: choices.client.id,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: choices[by], PASSWORD: choices.password },
      },
    ],
    expected: (model, choices) => {
      const { client, password } = choices
      const user = found(model, choices)
      if (!user) return unknown(client, 'NotAuthorizedException')
      if (model.isLocked(user)) {
        return {
          ...refused('NotAuthorizedException'),
          learn: () => {
            user.lastAttemptMs = model.now()
          },
        }
      }
      if (!user.isEnabled) return refused('NotAuthorizedException')
      if (user.status === 'UNCONFIRMED') return refused('UserNotConfirmedException')
      if (user.password !== password) {
        return { ...refused('NotAuthorizedException'), learn: () => model.passwordFailed(user) }
      }
      user.failures = 0
      if (user.status === 'RESET_REQUIRED') {
        return refused(client.hidesUsers ? 'NotAuthorizedException' : 'PasswordResetRequiredException')
      }
      if (user.status === 'CONFIRMED') return accepted(answer => begun(model, user, client, answer))
      if (model.now() >= user.passwordSetMs + lifetimes.temporaryPassword) {
        return refused('NotAuthorizedException')
      }
      return accepted(answer => {
        if (answer.ChallengeName !== 'NEW_PASSWORD_REQUIRED')
          throw new Error('A new password is not required.')
        model.challenges.push({
          user,
          client,
          session: String(answer.Session),
          endsMs: model.now() + lifetimes.session,
        })
      })
    },
  }
}

/** The newest token, or one that has been exchanged already. */
function tokenToRefresh({ refreshTokens }: SignIn, { flag }: Choices) {
  const newest = refreshTokens.at(-1) as SignIn['refreshTokens'][number]
  return flag ? newest : (refreshTokens.find(({ rotatedMs }) => rotatedMs !== undefined) ?? newest)
}

/** New tokens for a sign-in; where clients rotate, by one of its refresh tokens. */
function refreshed(
  model: UserModel,
  signIn: SignIn,
  token: SignIn['refreshTokens'][number] | undefined,
): Verdict {
  const { user, client, refreshEndsMs, isRevoked } = signIn
  const now = model.now()
  const rotatedMs = client.rotates ? token?.rotatedMs : undefined
  const isReuse = rotatedMs !== undefined && now >= rotatedMs + lifetimes.grace
  const refusals = [
    ...(model.isThere(user) ? [] : ['NotAuthorizedException', 'UserNotFoundException']),
    ...(isRevoked || refreshEndsMs <= now || !user.isEnabled ? ['NotAuthorizedException'] : []),
    ...(isReuse ? ['RefreshTokenReuseException'] : []),
  ]
  // Whether a reuse ends the sign-in is open.
  const forget = () => {
    model.signIns = model.signIns.filter(other => other !== signIn)
  }
  if (refusals.length) return { ...refused(...refusals), ...(isReuse && { learn: forget }) }
  return accepted(answer => {
    const { AccessToken, RefreshToken } = answer.AuthenticationResult as Record<string, string>
    const givesNewOne = token !== undefined && client.rotates
    if (!AccessToken || (RefreshToken !== undefined) !== givesNewOne)
      throw new Error('The tokens are not those.')
    signIn.accessToken = AccessToken
    signIn.accessEndsMs = now + lifetimes.access
    if (!givesNewOne || !RefreshToken) return
    token.rotatedMs ??= now
    signIn.refreshTokens.push({ text: RefreshToken, rotatedMs: undefined })
  })
}
