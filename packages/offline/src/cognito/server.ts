/**
 * An Amazon Cognito that runs in this process: the user pools of a resource
 * graph, on SQLite, behind Cognito's own wire protocol.
 *
 * Tokens carry AWS's real issuer, `https://cognito-idp.{region}.amazonaws.com/{poolId}`,
 * so that code which computes the issuer from region and pool id works here as
 * it does there. Their keys are at the `jwks_uri` of the discovery document,
 * which is on this machine.
 */
import type { JSONWebKeySet } from 'jose'
import { type Clock, systemClock } from '../clock.ts'
import type { UserPool } from '../config/model.ts'
import { listen } from '../listen.ts'
import type { Message } from '../message.ts'
import { createDirectory } from './directory.ts'
import { createOperations } from './operations.ts'
import { issuerOf } from './pool.ts'
import { createServices } from './services.ts'
import { sixDigits } from './store/codes.ts'
import { openDatabase } from './store/database.ts'
import type { InvokeFunction } from './triggers.ts'
import { createHandler } from './wire/handler.ts'
import { createWellKnown } from './wire/well-known.ts'

/**
 * An `import` asks for all that the module exports. A WebSocket client is among it, and with that comes
 * the whole of undici: more time and memory than anything else that a start needs.
 */
const { createServer } = process.getBuiltinModule('node:http')

export type CognitoOptions = {
  region: string
  pools: readonly UserPool[]
  /** Database file, or `:memory:`. */
  database: string
  /** 0 takes any free port. Listens on loopback only. */
  port: number
  clock?: Clock
  newCode?: () => string
  /** Told of each message once it is stored. */
  onMessage?: (message: Message) => void
  /** Runs the functions that pools have for their events. */
  invoke?: InvokeFunction
  /** Told of what is a bug here, not a refusal; the caller of the operation learns no details. */
  onError?: (error: unknown) => void
}

export type Cognito = AsyncDisposable & {
  /** `http://localhost:9229` */
  url: string
  issuer(poolId: string): string
  /** The pool's keys, for verifiers in this process. Rejects for an unknown pool. */
  jwks(poolId: string): Promise<JSONWebKeySet>
  /** Newest first. */
  messages(filter?: { to?: string }): Message[]
}

/**
 * Rejects for settings that it cannot follow, for a database of a newer
 * version, and with Node's own error for a port that is taken.
 */
export async function startCognito({
  region,
  pools,
  database: file,
  port,
  clock = systemClock,
  newCode = sixDigits,
  onMessage = () => {},
  invoke = noFunctions,
  onError = () => {},
}: CognitoOptions): Promise<Cognito> {
  await using cleanup = new AsyncDisposableStack()
  const database = openDatabase(file)
  cleanup.defer(database.close)
  const directory = createDirectory(database, pools, region)

  const announce = (message: Message) => {
    try {
      onMessage(message)
    } catch (error) {
      onError(error)
    }
  }
  const services = createServices({ database, directory, clock, newCode, invoke, onMessage: announce })
  const { keys, mailbox } = services
  cleanup.defer(keys.settled)

  let url = ''
  const handler = createHandler({
    operations: createOperations(services),
    wellKnown: createWellKnown({ directory, keys, url: () => url }),
    onError,
  })
  cleanup.defer(handler.settled)

  // Clients keep connections for minutes. Ended from this side, one could break a request on its way.
  const server = createServer({ keepAliveTimeout: 10 * 60 * 1000 }, handler.listener)
  const listening = await listen(server, port)
  cleanup.defer(listening.close)
  url = `http://localhost:${listening.port}`

  const running = cleanup.move()
  return {
    url,
    issuer: poolId => issuerOf(region, poolId),
    jwks: async poolId => (await keys.of(poolId)).jwks,
    messages: mailbox.messages,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

const noFunctions: InvokeFunction = async arn => {
  throw new Error(`The user pool calls ${arn}, and no functions run here.`)
}
