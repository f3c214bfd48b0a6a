/** What an administrator does. */
import { accepted, byAdministrator, isKnown, isWeak, refused, type Step, userOf, weakness } from './step.ts'

export const administrationSteps: Record<string, Step> = {
  adminCreate: {
    uses: ['name', 'address', 'flag', 'password'],
    isDull: isKnown,
    request: (_, { name, address, flag, password }) => [
      'AdminCreateUser',
      {
        Username: name,
        TemporaryPassword: password,
        UserAttributes: [
          { Name: 'email', Value: address },
          { Name: 'email_verified', Value: String(flag) },
        ],
        DesiredDeliveryMediums: ['EMAIL'],
      },
    ],
    expected: (model, choices) => {
      const { name, address, flag, password } = choices
      const isTaken = flag && model.otherOwner(address) !== undefined
      const refusals = [
        ...weakness(password),
        ...(userOf(model, choices) ? ['UsernameExistsException'] : []),
        ...(isTaken ? ['AliasExistsException', 'UsernameExistsException'] : []),
      ]
      if (refusals.length) return refused(...refusals)
      return accepted(() => void model.add(name, 'FORCE_CHANGE_PASSWORD', address, flag, password), {
        sends: true,
      })
    },
  },

  adminSetPassword: byAdministrator(
    ['password', 'flag'],
    'AdminSetUserPassword',
    ({ password, flag }) => ({ Password: password, Permanent: flag }),
    (model, user, { password, flag }) =>
      isWeak(password)
        ? refused('InvalidPasswordException')
        : accepted(() => {
            model.setPassword(user, password, flag ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD')
            model.leaveOpen(user, 'reset')
          }),
  ),

  adminConfirm: byAdministrator(
    [],
    'AdminConfirmSignUp',
    () => ({}),
    (_, user) =>
      user.status === 'UNCONFIRMED'
        ? accepted(() => {
            user.status = 'CONFIRMED'
          })
        : refused('NotAuthorizedException'),
  ),

  adminReset: byAdministrator(
    [],
    'AdminResetUserPassword',
    () => ({}),
    (model, user) =>
      accepted(
        (_, code) => {
          user.status = 'RESET_REQUIRED'
          model.issueCode(user, 'reset', code)
        },
        { sends: true },
      ),
    // Of others it is not said what becomes.
    user => user.status === 'CONFIRMED' && user.isEnabled && user.isVerified,
  ),

  adminVerifyEmail: byAdministrator(
    [],
    'AdminUpdateUserAttributes',
    () => ({ UserAttributes: [{ Name: 'email_verified', Value: 'true' }] }),
    (model, user) =>
      accepted(() => {
        model.verify(user)
        model.leaveOpen(user, 'email')
      }),
  ),

  adminDisable: byAdministrator(
    [],
    'AdminDisableUser',
    () => ({}),
    (model, user) =>
      accepted(() => {
        user.isEnabled = false
        model.signOutEverywhere(user)
      }),
  ),

  adminEnable: byAdministrator(
    [],
    'AdminEnableUser',
    () => ({}),
    (_, user) =>
      accepted(() => {
        user.isEnabled = true
      }),
  ),

  adminSignOut: byAdministrator(
    [],
    'AdminUserGlobalSignOut',
    () => ({}),
    (model, user) => accepted(() => model.signOutEverywhere(user)),
  ),

  adminDelete: byAdministrator(
    [],
    'AdminDeleteUser',
    () => ({}),
    (model, user) => accepted(() => void model.users.delete(user.name)),
  ),
}
