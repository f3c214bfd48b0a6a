/** Signing up, and setting a forgotten password. */
import {
  accepted,
  codeText,
  isKnown,
  isNobody,
  isNotUnconfirmed,
  mayTry,
  refused,
  type Step,
  tried,
  unknown,
  userOf,
  weakness,
} from './step.ts'

export const signUpSteps: Record<string, Step> = {
  signUp: {
    uses: ['name', 'client', 'password', 'address'],
    isDull: isKnown,
    request: (_, { name, client, password, address }) => [
      'SignUp',
      {
        ClientId: client.id,
        Username: name,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: address }],
      },
    ],
    expected: (model, choices) => {
      const refusals = [
        ...weakness(choices.password),
        ...(userOf(model, choices) ? ['UsernameExistsException'] : []),
      ]
      if (refusals.length) return refused(...refusals)
      return accepted(
        (_, code) => {
          const user = model.add(choices.name, 'UNCONFIRMED', choices.address, false, choices.password)
          model.issueCode(user, 'signUp', code)
        },
        { sends: true },
      )
    },
  },

  confirmSignUp: {
    uses: ['name', 'client', 'code', 'flag'],
    weight: 3,
    isDull: isNotUnconfirmed,
    isPossible: (model, choices) => {
      const user = userOf(model, choices)
      return !user || (user.isEnabled && mayTry(user, 'ConfirmSignUp', 15))
    },
    request: (model, choices) => [
      'ConfirmSignUp',
      {
        ClientId: choices.client.id,
        Username: choices.name,
        ConfirmationCode: codeText(userOf(model, choices), 'signUp', choices.code),
        ForceAliasCreation: choices.flag,
      },
    ],
    expected: (model, choices) => {
      const user = userOf(model, choices)
      tried(user, 'ConfirmSignUp')
      if (!user) {
        return unknown(
          choices.client,
          'CodeMismatchException',
          'ExpiredCodeException',
          'NotAuthorizedException',
        )
      }
      if (user.status !== 'UNCONFIRMED') return refused('NotAuthorizedException')
      const refusals = model.codeRefusals(user, 'signUp', codeText(user, 'signUp', choices.code))
      if (refusals.length) return refused(...refusals)
      if (model.otherOwner(user.email, user) && !choices.flag) return refused('AliasExistsException')
      return accepted(() => {
        user.status = 'CONFIRMED'
        model.verify(user)
      })
    },
  },

  resendCode: {
    uses: ['name', 'client'],
    isDull: isNotUnconfirmed,
    isPossible: (model, choices) => {
      const user = userOf(model, choices)
      return !user || (user.isEnabled && mayTry(user, 'ResendConfirmationCode', 5))
    },
    request: (_, { client, name }) => ['ResendConfirmationCode', { ClientId: client.id, Username: name }],
    expected: (model, choices) => {
      const user = userOf(model, choices)
      tried(user, 'ResendConfirmationCode')
      if (!user) return unknown(choices.client, 'ok')
      if (user.status !== 'UNCONFIRMED') return refused('InvalidParameterException')
      return accepted((_, code) => model.issueCode(user, 'signUp', code), { sends: true })
    },
  },

  forgotPassword: {
    uses: ['name', 'client'],
    isDull: isNobody,
    isPossible: (model, choices) => {
      const user = userOf(model, choices)
      // Unconfirmed users count as without a verified address. Of one whose address an
      // administrator has verified all the same, nothing is said.
      const isSure = user?.status !== 'UNCONFIRMED' || !user.isVerified
      return isSure && mayTry(user, 'ForgotPassword', 5)
    },
    request: (_, { client, name }) => ['ForgotPassword', { ClientId: client.id, Username: name }],
    expected: (model, choices) => {
      const user = userOf(model, choices)
      const { client } = choices
      tried(user, 'ForgotPassword')
      if (!user) return unknown(client, 'ok', 'InvalidParameterException')
      const refusals = [
        ...(!user.isEnabled || user.status === 'FORCE_CHANGE_PASSWORD' ? ['NotAuthorizedException'] : []),
        ...(!user.isVerified || user.status === 'UNCONFIRMED' ? ['InvalidParameterException'] : []),
      ]
      if (refusals.length) return refused(...refusals, ...(client.hidesUsers ? ['ok'] : []))
      return accepted((_, code) => model.issueCode(user, 'reset', code), { sends: true })
    },
  },

  confirmForgotPassword: {
    uses: ['name', 'client', 'code', 'password'],
    weight: 3,
    isDull: (model, choices) => !userOf(model, choices)?.codes.reset,
    isPossible: (model, choices) => {
      const user = userOf(model, choices)
      if (!user) return true
      return user.isEnabled && !user.openCodes.has('reset') && mayTry(user, 'ConfirmForgotPassword', 5)
    },
    request: (model, choices) => [
      'ConfirmForgotPassword',
      {
        ClientId: choices.client.id,
        Username: choices.name,
        ConfirmationCode: codeText(userOf(model, choices), 'reset', choices.code),
        Password: choices.password,
      },
    ],
    expected: (model, choices) => {
      const user = userOf(model, choices)
      tried(user, 'ConfirmForgotPassword')
      if (!user) {
        const { outcomes } = unknown(choices.client, 'CodeMismatchException', 'ExpiredCodeException')
        return refused(...outcomes, ...weakness(choices.password))
      }
      const refusals = [
        ...model.codeRefusals(user, 'reset', codeText(user, 'reset', choices.code)),
        // Who has never been sent one is not told from somebody who does not exist.
        ...(choices.client.hidesUsers && !user.codes.reset ? ['CodeMismatchException'] : []),
        ...weakness(choices.password),
      ]
      if (refusals.length) return refused(...refusals)
      return accepted(() => {
        delete user.codes.reset
        model.setPassword(user, choices.password, 'CONFIRMED')
      })
    },
  },
}
