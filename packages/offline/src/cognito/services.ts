/** What the operations work with. Each takes the ones it names, by `Pick`. */
import type { Clock } from '../clock.ts'
import type { Message } from '../message.ts'
import type { Directory } from './directory.ts'
import { createCodes } from './store/codes.ts'
import type { Database } from './store/database.ts'
import { createHourlyLimits } from './store/hourly-limits.ts'
import { createLockout } from './store/lockout.ts'
import { createMailbox } from './store/mailbox.ts'
import { registerPools } from './store/pools.ts'
import { createRefreshTokens } from './store/refresh-tokens.ts'
import { createSessions } from './store/sessions.ts'
import { createUsers } from './store/users.ts'
import { createCallers } from './tokens/callers.ts'
import { createSigningKeys } from './tokens/signing-keys.ts'
import { createTokens } from './tokens/tokens.ts'
import { createVerification } from './verification.ts'

export type Services = ReturnType<typeof createServices>

type Foundations = {
  database: Database
  directory: Directory
  clock: Clock
  newCode: () => string
  onMessage: (message: Message) => void
}

export function createServices({ database, directory, clock, newCode, onMessage }: Foundations) {
  registerPools(database, directory.pools)
  const keys = createSigningKeys(database, directory.pools)
  const users = createUsers(database, clock)
  const codes = createCodes(database, clock, newCode)
  const mailbox = createMailbox(database, clock, onMessage)
  const refreshTokens = createRefreshTokens(database, clock)

  return {
    transaction: database.transaction,
    directory,
    keys,
    users,
    codes,
    mailbox,
    limits: createHourlyLimits(database, clock),
    lockout: createLockout(database, clock),
    sessions: createSessions(database, clock),
    verification: createVerification({ codes, mailbox }),
    tokens: createTokens({ clock, keys, refreshTokens }),
    callers: createCallers({ clock, directory, keys, users }),
  }
}
