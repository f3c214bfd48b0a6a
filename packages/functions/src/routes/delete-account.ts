/**
 * DELETE /account: delete the account with everything that is in it. Its
 * sessions end on every device; its username and address are free again.
 */
import { errorAtField } from '@latchkey/core/errors'
import { deleteAccount as row } from '@latchkey/core/routes/account'
import { usernameOfAnother } from '@latchkey/core/sentences/username'
import { deleteAccount } from '../cognito/account.ts'
import { forgetPasskeyUser } from '../http/passkey-user.ts'
import { route } from '../http/route.ts'
import { clearedSession } from '../http/session-cookies.ts'

export const handler = route(row, async ({ body, caller }) => {
  if (body.username.toLowerCase() !== caller.username.toLowerCase()) {
    throw errorAtField('invalid_request', 'username', usernameOfAnother)
  }
  await deleteAccount(caller.accessToken)
  return { cookies: [...clearedSession, forgetPasskeyUser] }
})
