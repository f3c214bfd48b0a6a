/**
 * `latchkey-offline`, by itself or behind an npm script: runs the app in the
 * working directory until it is told to stop.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs, styleText } from 'node:util'
import { certificateFile } from './certificate.ts'
import { envTypes } from './config/env-types.ts'
import type { AppModel } from './config/model.ts'
import type { RequestEvent } from './local-server.ts'
import type { Message } from './message.ts'
import { printable } from './printable.ts'
import { type Offline, startOffline } from './start.ts'
import { StartError } from './start-error.ts'

const isPreview = process.argv[2] === 'preview'

/** As a person has called this: options may follow. */
const call = process.env.npm_lifecycle_event
  ? `npm run ${process.env.npm_lifecycle_event} --`.replace('npm run start', 'npm start')
  : `latchkey-offline${isPreview ? ' preview' : ''}`

const usage = `Runs an SST app whole on this machine, from its sst.config.ts.

Usage: ${call} [options]

  preview                with the site built and served as a deploy has it
  --port NUMBER          of the site and its API (5173)
  --cognito-port NUMBER  of the embedded Cognito (9229)
  --api-port NUMBER      of an API that no router leads to (the next after --port)
  --stage NAME           evaluate the config for this stage (dev)
  --fresh                start with an empty user pool
  --https                serve the site over TLS, for browsers that want it for cookies (Safari)
  --help                 show this`

class UsageError extends Error {}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '5173' },
        'cognito-port': { type: 'string', default: '9229' },
        'api-port': { type: 'string' },
        stage: { type: 'string', default: 'dev' },
        fresh: { type: 'boolean', default: false },
        https: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    const [mode, ...others] = positionals
    if ((mode !== undefined && mode !== 'preview') || others.length) {
      throw new UsageError(`"${positionals.join(' ')}" is not understood.`)
    }
    if (!/^[A-Za-z0-9-]{1,40}$/.test(values.stage)) {
      throw new UsageError(`--stage takes up to 40 letters, digits and dashes, not "${values.stage}".`)
    }
    if (values.port === values['cognito-port'] && values.port !== '0') {
      throw new UsageError('--port and --cognito-port have to differ.')
    }
    return {
      help: values.help,
      site: mode === 'preview' ? ('built' as const) : ('dev' as const),
      stage: values.stage,
      users: values.fresh ? ('fresh' as const) : ('kept' as const),
      https: values.https,
      port: readPort('--port', values.port),
      cognitoPort: readPort('--cognito-port', values['cognito-port']),
      ...(values['api-port'] !== undefined && { apiPort: readPort('--api-port', values['api-port']) }),
    }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message)
  }
}

function readPort(flag: string, value: string): number {
  const port = Number(value)
  if (/^\d+$/.test(value) && port < 65_536) return port
  throw new UsageError(`${flag} takes a number from 0 to 65535, not "${value}".`)
}

let waiting = ''

/** What is printed in one turn is written at once: a terminal is slower than the app under load. */
function print(line: string) {
  if (waiting === '') setImmediate(flush)
  waiting += `${line}\n`
}

function flush() {
  process.stdout.write(waiting)
  waiting = ''
}

const dim = (text: string) => styleText('dim', text)

function printAddresses({ url, apis, cognitoUrl, certificate, model, unsupported }: Offline) {
  const rows = [
    ...(model.sites.length > 0 ? [['Site', url]] : []),
    ...apis.map(api => ['API', api.url]),
    ['Inbox', `${url}/__offline/`],
    ...model.userPools.map(({ pool }) => ['Cognito', `${cognitoUrl}/${pool.Id}`]),
  ]
  print('')
  for (const [name = '', address = ''] of rows)
    print(`  ${styleText('bold', name.padEnd(8))} ${styleText('cyan', address)}`)
  print('')
  if (certificate) {
    const file = join('.offline', certificateFile)
    print(dim(`  The certificate is our own: go past the warning, or have your system trust ${file}.`))
    print('')
  }
  for (const { name, reason } of unsupported) print(dim(`  ${name} ${reason}.`))
  if (unsupported.length) print('')
}

/** What is not printable in a path, the parser of HTTP has refused. */
function printRequest({ method, path, status, durationMs }: RequestEvent) {
  const colour = status >= 500 ? 'red' : status >= 400 ? 'yellow' : 'green'
  print(`${method} ${path} ${styleText(colour, String(status))} ${dim(`${durationMs} ms`)}`)
}

function printMessage({ to, subject, code }: Message) {
  const shown = printable(`${to}  ${subject}`)
  print(`${styleText('magenta', '✉')} ${shown}${code ? `  ${styleText('bold', printable(code))}` : ''}`)
}

function printBuild(result: { changed: string[] } | { error: string }) {
  if ('error' in result) print(styleText('red', result.error))
  else if (result.changed.length) print(dim(`reloaded ${result.changed.join(', ')}`))
}

/** As `sst dev` does: types of what can be linked, kept beside the config. */
async function writeEnvTypes(root: string, { links }: AppModel) {
  const file = join(root, 'sst-env.d.ts')
  const types = envTypes(links)
  if ((await readFile(file, 'utf8').catch(() => '')) !== types) await writeFile(file, types)
}

function explain(error: unknown): string {
  const { code, port } = error as { code?: string; port?: number }
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use. Stop what runs there, or choose others: ${call} --port 5174 --cognito-port 9230`
  }
  if (code === 'EACCES' && port !== undefined) {
    return `Port ${port} is not this user's to take. Choose one from 1024 on: ${call} --port 5173`
  }
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`
  if (error instanceof StartError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

async function main() {
  const { help, ...options } = readOptions()
  if (help) return print(usage)

  // Lambda's clock is on UTC.
  process.env.TZ = 'UTC'
  const root = process.cwd()
  const abort = new AbortController()
  let offline: Offline | undefined
  async function stop() {
    if (!offline) return abort.abort()
    await offline[Symbol.asyncDispose]()
    process.exit(0)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  // The program that started this one is gone: nobody is left to stop it.
  process.once('disconnect', stop)

  if (options.site === 'built') print(dim('Building the site…'))
  offline = await startOffline({
    root,
    watch: options.site === 'dev',
    ...options,
    signal: abort.signal,
    on: {
      request: printRequest,
      message: printMessage,
      log: (name, line) => print(dim(printable(`  ${name} ${line}`))),
      build: printBuild,
      error: error => process.stderr.write(`${explain(error).split('\n').map(printable).join('\n')}\n`),
    },
  })
  await writeEnvTypes(root, offline.model)
  printAddresses(offline)
}

main().catch(error => {
  // Told to stop before it had started, it has nothing to complain about.
  const isStopped = error.name === 'AbortError'
  if (!isStopped) process.stderr.write(`${explain(error)}\n`)
  process.exit(isStopped ? 0 : 1)
})
