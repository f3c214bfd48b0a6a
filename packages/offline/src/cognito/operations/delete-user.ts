/** DeleteUser: the caller is gone, with everything that is theirs. The username is free at once. */
import type { Services } from '../services.ts'
import * as field from '../wire/fields.ts'
import { type Input, required } from '../wire/shape.ts'

export const deleteUserShape = { AccessToken: required(field.accessToken) }

export const deleteUser =
  ({ callers, transaction, users }: Pick<Services, 'callers' | 'transaction' | 'users'>) =>
  async ({ AccessToken }: Input<typeof deleteUserShape>): Promise<undefined> => {
    const { user } = await callers.of(AccessToken)
    transaction(() => users.remove(user))
  }
