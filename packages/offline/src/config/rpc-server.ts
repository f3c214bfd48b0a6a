/**
 * The SST CLI's side of the calls that its components make while they run.
 *
 * Source: `components/rpc/rpc.ts` of SST 4.17. A method that the CLI does not
 * know is an error that begins `rpc: can't find`, which the components accept.
 */
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FunctionTarget } from './graph.ts'

export type RpcServer = {
  url: string
  /** Every function that the program asked to be run or built, by its id. */
  functions: Record<string, FunctionTarget>
}

/** Serves until the process ends, without keeping it alive. */
export async function startRpcServer(work: string): Promise<RpcServer> {
  const functions: Record<string, FunctionTarget> = {}

  const methods: Record<string, (argument: FunctionTarget) => unknown> = {
    'Runtime.AddTarget': target => {
      functions[target.functionID] = target
      return true
    },
    'Runtime.Build': async target => {
      functions[target.functionID] = target
      const out = join(work, 'artifacts', `${target.functionID}-src`)
      await mkdir(out, { recursive: true })
      await writeFile(join(out, 'bundle.mjs'), '')
      return { handler: 'bundle.handler', out, errors: [], sourcemaps: [] }
    },
    'Provider.Aws.Bootstrap': () => ({
      version: 5,
      asset: 'sst-asset-offline',
      state: 'sst-state-offline',
      assetEcrRegistryId: '000000000000',
      assetEcrUrl: 'offline',
      appsyncHttp: 'appsync.offline',
      appsyncRealtime: 'appsync.offline',
    }),
    'Provider.Aws.Appsync': () => ({ http: 'appsync.offline', realtime: 'appsync.offline' }),
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method, params } = JSON.parse(Buffer.concat(chunks).toString())
    const call = methods[method]
    const reply = call ? { result: await call(params[0]) } : { error: `rpc: can't find method ${method}` }
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify(reply))
  })
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, functions }
}
