/**
 * The whole app in a process of its own, the site built: `load-app.ts <directory> <port> <cognito port> <speed>`,
 * until it is told to end. With a speed above 1 its time runs faster than ours.
 */
import { join } from 'node:path'
import { systemClock } from '@latchkey/offline/clock'
import { startOffline } from '@latchkey/offline/start'

const [directory = '', port, cognitoPort, speed = '1'] = process.argv.slice(2)
const startMs = systemClock.now()
const clock = { now: () => startMs + Math.round((systemClock.now() - startMs) * Number(speed)) }

const app = await startOffline({
  root: join(import.meta.dirname, '..'),
  stage: 'bench',
  site: 'built',
  directory,
  port: Number(port),
  cognitoPort: Number(cognitoPort),
  apiPort: 0,
  clock,
  on: { error: console.error },
})

process.once('SIGTERM', async () => {
  await app[Symbol.asyncDispose]()
  // Node keeps what it compiled when a process ends by itself, and not when a signal ends it.
  process.exit(0)
})
