/** GET /secret: the secret, for anyone who is signed in. */
import { contract } from '@latchkey/core/contract'
import { route } from '../http/route.ts'
import { secretText } from '../links.ts'

export const handler = route(contract.secret, () => ({ body: { secret: secretText() } }))
