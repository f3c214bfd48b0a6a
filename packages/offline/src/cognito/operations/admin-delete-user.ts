/** AdminDeleteUser: the user is gone, with everything that is theirs. The username is free at once. */
import type { Services } from '../services.ts'
import type { Input } from '../wire/shape.ts'
import { administeredUser, userShape } from './administered.ts'

export const adminDeleteUserShape = userShape

export const adminDeleteUser =
  (services: Pick<Services, 'directory' | 'transaction' | 'users'>) =>
  async (input: Input<typeof adminDeleteUserShape>): Promise<undefined> => {
    const { user } = administeredUser(services, input)
    services.transaction(() => services.users.remove(user))
  }
