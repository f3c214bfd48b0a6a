/** What the operations work with. Each takes the ones it names, by `Pick`. */
import type { Clock } from '../clock.ts'
import type { Message } from '../message.ts'
import type { Directory } from './directory.ts'
import { createMessages } from './messages.ts'
import { createPasskeys } from './passkeys.ts'
import { createCodes } from './store/codes.ts'
import type { Database } from './store/database.ts'
import { createHourlyLimits } from './store/hourly-limits.ts'
import { createLockout } from './store/lockout.ts'
import { createMailbox } from './store/mailbox.ts'
import { createPasskeyStore } from './store/passkeys.ts'
import { createSessions } from './store/sessions.ts'
import { createSignIns } from './store/sign-ins.ts'
import { createSoftwareTokens } from './store/software-tokens.ts'
import { createUsers } from './store/users.ts'
import { createCallers } from './tokens/callers.ts'
import { createSigningKeys } from './tokens/signing-keys.ts'
import { createTokenGeneration } from './tokens/token-generation.ts'
import { createTokens } from './tokens/tokens.ts'
import { createTriggers, type InvokeFunction } from './triggers.ts'

export type Services = ReturnType<typeof createServices>

type Foundations = {
  database: Database
  directory: Directory
  clock: Clock
  newCode: () => string
  onMessage: (message: Message) => void
  invoke: InvokeFunction
}

export function createServices({ database, directory, clock, newCode, onMessage, invoke }: Foundations) {
  const keys = createSigningKeys(database, directory.pools())
  const users = createUsers(database, clock)
  const codes = createCodes(database, clock, newCode)
  const mailbox = createMailbox(database, clock, onMessage)
  const signIns = createSignIns(database, clock)
  const triggers = createTriggers({ invoke, region: directory.region })

  return {
    clock,
    transaction: database.transaction,
    directory,
    keys,
    users,
    codes,
    mailbox,
    newCode,
    limits: createHourlyLimits(database, clock),
    lockout: createLockout(database, clock),
    sessions: createSessions(database, clock),
    signIns,
    softwareTokens: createSoftwareTokens(database, clock),
    passkeys: createPasskeys({
      store: createPasskeyStore(database, clock),
      transaction: database.transaction,
    }),
    triggers,
    messages: createMessages({ codes, mailbox, triggers }),
    tokens: createTokens({ clock, keys, generation: createTokenGeneration(triggers) }),
    callers: createCallers({ clock, directory, keys, signIns, users }),
  }
}
