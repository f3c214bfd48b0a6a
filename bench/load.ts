/**
 * The whole app under load, on this machine: fails where an answer is not the expected one, or where memory
 * or latency grow.
 *
 *     npm run load [-- --minutes 10 --users 10000 --rate 150]
 *
 * The rate is of requests a second; by default it is what the machine has been seen to do with ease.
 */
import { parseArgs } from 'node:util'
import { load } from './load-scenario.ts'
import { optionsOf } from './options.ts'

const { minutes, users, rate } = optionsOf(() => {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      users: { type: 'string', default: '10000' },
      rate: { type: 'string' },
    },
  })
  return {
    minutes: positive('minutes', values.minutes),
    users: positive('users', values.users),
    rate: values.rate === undefined ? undefined : positive('rate', values.rate),
  }
})

process.on('disconnect', () => process.exit(1))
process.channel?.unref()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const { isFlat, isAsExpected } = await load({ minutes, users, ratePerSecond: rate })
process.exitCode = isFlat && isAsExpected ? 0 : 1

function positive(name: string, value: string): number {
  const number = Number(value)
  if (number > 0) return number
  throw new Error(`--${name} takes a number above 0, not "${value}".`)
}
