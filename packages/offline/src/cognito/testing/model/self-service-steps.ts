/** What the holder of an access token does. */
import { accepted, byToken, codeText, mayTry, refused, type Step, signInOf, tried, weakness } from './step.ts'

const often = (weight: number, step: Step): Step => ({ ...step, weight })

export const selfServiceSteps: Record<string, Step> = {
  changePassword: often(
    2,
    byToken(
      ['password', 'otherPassword'],
      'ChangePassword',
      (_, { password, otherPassword }) => ({ PreviousPassword: password, ProposedPassword: otherPassword }),
      (model, { user }, { password, otherPassword }) => {
        tried(user, 'ChangePassword')
        const refusals = [
          ...(password === user.password ? [] : ['NotAuthorizedException']),
          ...weakness(otherPassword),
        ]
        if (refusals.length) return refused(...refusals)
        return accepted(() => model.setPassword(user, otherPassword, 'CONFIRMED'))
      },
      (_, user) => user.status === 'CONFIRMED' && mayTry(user, 'ChangePassword', 5),
    ),
  ),

  getUser: byToken(
    [],
    'GetUser',
    () => ({}),
    (_, { user }) =>
      accepted(answer => {
        if (answer.Username !== user.name) throw new Error(`The user is ${answer.Username}.`)
      }),
  ),

  updateEmail: often(
    3,
    byToken(
      ['address'],
      'UpdateUserAttributes',
      (_, { address }) => ({ UserAttributes: [{ Name: 'email', Value: address }] }),
      (model, { user }, { address }) =>
        accepted(
          (_, code) => {
            if (!model.verifiesBeforeUpdate) {
              user.email = address
              user.isVerified = false
              model.leaveOpen(user, 'reset')
            }
            model.issueCode(user, 'email', code, address)
          },
          { sends: true },
        ),
      (_, user, { address }) => user.email !== address,
    ),
  ),

  requestEmailCode: byToken(
    [],
    'GetUserAttributeVerificationCode',
    () => ({ AttributeName: 'email' }),
    (model, { user }) => {
      tried(user, 'GetUserAttributeVerificationCode')
      return accepted((_, code) => model.issueCode(user, 'email', code), { sends: true })
    },
    // Which address it is for while another waits is open.
    (_, user) =>
      mayTry(user, 'GetUserAttributeVerificationCode', 5) &&
      !user.openCodes.has('email') &&
      (user.codes.email?.address ?? user.email) === user.email,
  ),

  verifyEmail: often(
    4,
    byToken(
      ['code'],
      'VerifyUserAttribute',
      (model, choices) => ({
        AttributeName: 'email',
        Code: codeText(signInOf(model, choices)?.user, 'email', choices.code),
      }),
      (model, { user }, { code }) => {
        tried(user, 'VerifyUserAttribute')
        const refusals = model.codeRefusals(user, 'email', codeText(user, 'email', code))
        if (refusals.length) return refused(...refusals)
        const { address } = user.codes.email as { address: string }
        if (model.otherOwner(address, user)) {
          return { ...refused('AliasExistsException'), learn: () => model.leaveOpen(user, 'email') }
        }
        return accepted(() => {
          delete user.codes.email
          if (user.email !== address) model.leaveOpen(user, 'reset')
          model.verify(user, address)
        })
      },
      (_, user) => !user.openCodes.has('email') && mayTry(user, 'VerifyUserAttribute', 15),
      user => !user.codes.email,
    ),
  ),

  globalSignOut: byToken(
    [],
    'GlobalSignOut',
    () => ({}),
    (model, { user }) => accepted(() => model.signOutEverywhere(user)),
  ),

  deleteUser: byToken(
    [],
    'DeleteUser',
    () => ({}),
    (model, { user }) => accepted(() => void model.users.delete(user.name)),
  ),
}
