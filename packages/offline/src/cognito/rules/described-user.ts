/** How a user is told to whoever administers the pool. */
import type { AttributeType, UserType } from '@aws-sdk/client-cognito-identity-provider'
import type { User } from '../store/users.ts'

export const describedUser = (user: User): UserType => ({
  Username: user.username,
  Attributes: attributesOf(user),
  ...stateOf(user),
})

export const attributesOf = ({ sub, attributes }: User): AttributeType[] =>
  Object.entries({ sub, ...attributes }).map(([Name, Value]) => ({ Name, Value }))

export const stateOf = ({ createdAtMs, modifiedAtMs, isEnabled, status }: User) => ({
  UserCreateDate: new Date(createdAtMs),
  UserLastModifiedDate: new Date(modifiedAtMs),
  Enabled: isEnabled,
  UserStatus: status,
})
