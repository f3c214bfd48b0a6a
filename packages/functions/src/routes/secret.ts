/** GET /secret: the secret, for anyone who is signed in. */
import { secret as row } from '@latchkey/core/routes/secret'
import { route } from '../http/route.ts'
import { secretText } from '../links.ts'

export const handler = route(row, () => ({ body: { secret: secretText() } }))
