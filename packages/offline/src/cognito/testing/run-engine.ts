/** A process that runs an engine on the database it is given and prints the address, for a test that kills it. */
import { startCognito } from '../server.ts'
import { region, userPool } from './engine.ts'

const [database = ':memory:'] = process.argv.slice(2)
const { url } = await startCognito({ region, pools: [userPool()], database, port: 0 })
console.log(url)
