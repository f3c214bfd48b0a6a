/**
 * The promise of the README, kept or not: `npm start`, then the tutorial's steps over plain HTTP.
 *
 *     node tools/run.mjs tools/smoke.ts ["N passed, N failed"]
 *
 * Its last line adds its own count to the one it is given.
 */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { addTallies, readTally, type Tally, tallyLine } from './tally.ts'

const port = 5173
const origin = `http://localhost:${port}`
const startTimeoutMs = 180_000
const stopTimeoutMs = 20_000
const requestTimeoutMs = 20_000
const pollMs = 200

const own: Tally = { passed: 0, failed: 0 }
const before = process.argv[2] === undefined ? { passed: 0, failed: 0 } : readTally(process.argv[2])
const directory = mkdtempSync(join(tmpdir(), 'smoke-'))
const logPath = join(directory, 'npm-start.log')

console.log('\n▌ npm start, and the tutorial over HTTP')
try {
  if (await isListening()) throw new Error(`Port ${port} is taken: stop what listens there first.`)
  await withServer(tutorial)
  assert('the port is free again', await becomesFree())
} catch (error) {
  assert(error instanceof Error ? error.message : String(error), false)
}
if (own.failed > 0) showLog()
rmSync(directory, { recursive: true })

const total = addTallies(before ?? { passed: 0, failed: 1 }, own)
process.stdout.write(`\n${tallyLine(total)}\n`, () => process.exit(total.failed > 0 ? 1 : 0))

async function tutorial() {
  const username = `smoke-${randomUUID().slice(0, 8)}`
  const email = `${username}@example.test`
  const password = `Correct-horse-${randomUUID()}`

  const signUp = await post('/api/sign-up', { username, email, password })
  assert('sign-up answers 201', signUp.status === 201, signUp)

  const messages = await get(`/__offline/messages?to=${encodeURIComponent(email)}`)
  const code = Array.isArray(messages.body) ? messages.body[0]?.code : undefined
  assert('the code arrives in the inbox', typeof code === 'string' && /^\d+$/.test(code), messages)

  const confirm = await post('/api/confirm', { username, code })
  assert('confirm answers 200', confirm.status === 200, confirm)

  const signIn = await post('/api/sign-in', { username, password })
  assert('sign-in answers 200', signIn.status === 200, signIn.status)
  const { idToken, expiresAt } = signIn.body ?? {}
  assert('sign-in gives an ID token and when it expires', typeof idToken === 'string' && Boolean(expiresAt))

  const refused = await get('/api/secret')
  assert('the secret without a token is refused with 401', refused.status === 401, refused)
  assert(
    'the refusal is API Gateway’s',
    isDeepStrictEqual(refused.body, { message: 'Unauthorized' }),
    refused,
  )

  const secret = await get('/api/secret', { authorization: `Bearer ${idToken}` })
  assert('the secret with the token answers 200', secret.status === 200, secret.status)
  assert('the secret is there', typeof secret.body?.secret === 'string' && secret.body.secret !== '')
}

function assert(claim: string, isTrue: boolean, got?: unknown) {
  own[isTrue ? 'passed' : 'failed'] += 1
  console.log(isTrue ? `✓ ${claim}` : `✗ ${claim}${got === undefined ? '' : `: got ${JSON.stringify(got)}`}`)
}

// biome-ignore lint/suspicious/noExplicitAny: these are answers from outside, and each claim looks at one
type Answer = { status: number; body: any }

function get(path: string, headers: Record<string, string> = {}) {
  return request(path, { headers })
}

function post(path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  return request(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function request(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(origin + path, { ...init, signal: AbortSignal.timeout(requestTimeoutMs) })
  const text = await response.text()
  return { status: response.status, body: isJson(text) ? JSON.parse(text) : text }
}

function isJson(text: string) {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Starts the app as a person does, and stops it by its process id however the work ends. */
async function withServer(work: () => Promise<void>) {
  const log = openSync(logPath, 'w')
  const server = spawn('npm', ['start', '--', '--fresh'], { stdio: ['ignore', log, log] })
  closeSync(log)
  let hasEnded = false
  const ended = new Promise<void>(resolve => {
    const end = () => {
      hasEnded = true
      resolve()
    }
    server.once('exit', end).once('error', end)
  })
  const abandon = () => server.kill('SIGTERM')
  process.once('exit', abandon)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  process.once('disconnect', () => process.exit(1))
  process.channel?.unref()
  try {
    await healthy(() => hasEnded)
    await work()
  } finally {
    process.off('exit', abandon)
    server.kill('SIGTERM')
    const patience = new Promise<void>(resolve => setTimeout(resolve, stopTimeoutMs).unref())
    await Promise.race([ended, patience])
    assert('npm start ends when it is told to', hasEnded)
    if (!hasEnded) server.kill('SIGKILL')
  }
}

async function healthy(hasEnded: () => boolean) {
  const startedMs = Date.now()
  while (Date.now() - startedMs < startTimeoutMs) {
    if (hasEnded()) throw new Error('npm start ended before it was ready')
    const status = await get('/__offline/health').then(
      answer => answer.status,
      () => undefined,
    )
    if (status === 200)
      return assert(`npm start is ready (${((Date.now() - startedMs) / 1000).toFixed(1)} s)`, true)
    await new Promise(resolve => setTimeout(resolve, pollMs))
  }
  throw new Error(`npm start is not ready after ${startTimeoutMs / 1000} s`)
}

/** npm may end a moment before the program it started. */
async function becomesFree() {
  const startedMs = Date.now()
  while (await isListening()) {
    if (Date.now() - startedMs > stopTimeoutMs) return false
    await new Promise(resolve => setTimeout(resolve, pollMs))
  }
  return true
}

function isListening(): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ port, host: 'localhost' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

function showLog() {
  if (!existsSync(logPath)) return
  const lines = readFileSync(logPath, 'utf8').trimEnd().split('\n')
  console.log(
    `\nThe end of what npm start said:\n\n${lines
      .slice(-40)
      .map(line => `  ${line}`)
      .join('\n')}`,
  )
}
