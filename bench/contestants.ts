/** The two Cognitos: each starts in a process of its own, on data that is kept from one start to the next. */
import { join } from 'node:path'
import { installed } from './install.ts'
import { freePort, type Running, startProgram } from './process.ts'
import { call, Refusal } from './wire.ts'

/** Every message's code, in both. */
export const code = '424242'

export type Contestant = {
  name: string
  command: (place: Place) => { args: string[]; env?: Record<string, string> }
  /** The client to sign up with; what it needs is made where it is not there. */
  client: (server: Server) => Promise<string>
}

/** Where a contestant keeps its data and what Node compiled for it. */
type Place = { directory: string; port: number }

export type Server = Running & { url: string }

export const embedded: Contestant = {
  name: 'embedded Cognito',
  command: ({ directory, port }) => ({
    args: [join(import.meta.dirname, 'engine-process.ts'), String(port), join(directory, 'cognito.db'), code],
  }),
  client: async () => 'benchmark',
}

const cognitoLocalVersion = '5.3.0'
const cognitoLocal = () =>
  join(installed('cognito-local', cognitoLocalVersion), 'node_modules', 'cognito-local')
export const other: Contestant = {
  name: `cognito-local ${cognitoLocalVersion}`,
  command: ({ port }) => ({
    args: [join(cognitoLocal(), 'lib', 'bin', 'start.js')],
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      CODE: code,
      AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
    },
  }),
  async client({ url }) {
    const { UserPools } = await call(url, 'ListUserPools', { MaxResults: 1 })
    const [known] = UserPools as { Id: string }[]
    if (known) {
      const { UserPoolClients } = await call(url, 'ListUserPoolClients', { UserPoolId: known.Id })
      return (UserPoolClients as [{ ClientId: string }])[0].ClientId
    }
    const { UserPool } = await call(url, 'CreateUserPool', {
      PoolName: 'bench',
      AutoVerifiedAttributes: ['email'],
      UsernameAttributes: ['email'],
    })
    const { UserPoolClient } = await call(url, 'CreateUserPoolClient', {
      ClientName: 'bench',
      UserPoolId: (UserPool as { Id: string }).Id,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    })
    return (UserPoolClient as { ClientId: string }).ClientId
  },
}

/** Starts it, and gives it back once it has answered a request. */
export async function start(
  { name, command }: Contestant,
  { directory }: Pick<Place, 'directory'>,
  { keepsCompiled = true } = {},
): Promise<Server> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const { args, env = {} } = command({ directory, port })
  const compileCache = keepsCompiled ? join(directory, 'compiled') : undefined
  const running = await startProgram({ name, args, env, directory, compileCache, isUp: () => answers(url) })
  return { ...running, url }
}

/** Any answer will do: that there is no such user is one. */
async function answers(url: string) {
  const AuthParameters = { USERNAME: 'nobody', PASSWORD: 'Correct-horse-7' }
  const input = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'unknown', AuthParameters }
  return call(url, 'InitiateAuth', input).then(
    () => true,
    error => error instanceof Refusal,
  )
}
