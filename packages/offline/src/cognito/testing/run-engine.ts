/**
 * A process that runs an engine on the database it is given and prints the
 * address, for a test that kills it. A number on its input makes it kill itself
 * after so many more statements, which is how a process comes to its end in
 * the middle of a transaction.
 */
import { StatementSync } from 'node:sqlite'
import { startCognito } from '../server.ts'
import { region, userPool } from './engine.ts'

const [database = ':memory:', client = '{}', code] = process.argv.slice(2)
const { url } = await startCognito({
  region,
  pools: [userPool({ client: JSON.parse(client) })],
  database,
  port: 0,
  ...(code !== undefined && { newCode: () => code }),
})
console.log(url)

process.stdin.on('data', count => {
  let left = Number(count)
  const { run } = StatementSync.prototype
  StatementSync.prototype.run = function (this: StatementSync, ...parameters: Parameters<typeof run>) {
    const result = run.apply(this, parameters)
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
    return result
  } as typeof run
})
