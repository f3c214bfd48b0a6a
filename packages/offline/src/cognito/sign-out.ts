import type { Services } from './services.ts'
import type { User } from './store/users.ts'

/** Ends all sign-ins of the user, with every token that came of them: those that name one, and those that do not. */
export function signOutEverywhere({ signIns, users }: Pick<Services, 'signIns' | 'users'>, user: User) {
  signIns.revokeAll(user.sub)
  users.markSignedOut(user)
}
