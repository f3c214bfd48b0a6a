/** The embedded Cognito alone in a process: `engine-process.ts <port> <database> <code>`, until it is told to end. */
import { startCognito } from '@latchkey/offline/cognito'

const [port, database = ':memory:', code = '000000'] = process.argv.slice(2)
const poolId = 'eu-central-1_Benchmark'

const cognito = await startCognito({
  region: 'eu-central-1',
  pools: [
    {
      pool: { Id: poolId, Name: 'bench', UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] },
      clients: [
        {
          ClientId: 'benchmark',
          ClientName: 'bench',
          UserPoolId: poolId,
          ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        },
      ],
    },
  ],
  database,
  port: Number(port),
  newCode: () => code,
  onError: console.error,
})

process.once('SIGTERM', async () => {
  await cognito[Symbol.asyncDispose]()
  // Node keeps what it compiled when a process ends by itself, and not when a signal ends it.
  process.exit(0)
})
