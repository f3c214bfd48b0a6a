/**
 * A proxy between the functions and the embedded Cognito, which passes on what
 * it gets and answers what comes back, unless it is told to fail.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { type App, startApp } from './start-app.ts'

type Answer = { status: number; headers: Record<string, string>; body: Buffer }

export type Fault = {
  /** Cognito gets the request, and does what it asks for. */
  reachesCognito?: true
  /** Nothing comes before so many milliseconds. */
  afterMs?: number
  /** In the place of Cognito's answer. */
  answer?: (response: ServerResponse, request: IncomingMessage) => void
}

const json = { 'Content-Type': 'application/x-amz-json-1.1' }

const told = (status: number, headers: Record<string, string>, body: string) => (response: ServerResponse) =>
  response.writeHead(status, headers).end(body)

/** An exception as Cognito tells it, with words that must go no further. */
const exception = (
  type: string,
  status: number,
  message = `${type} of arn:aws:cognito-idp in words of Cognito`,
) => told(status, { ...json, 'x-amzn-ErrorType': `${type}:` }, JSON.stringify({ __type: type, message }))

export const throws = (type: string, message?: string): Fault => ({ answer: exception(type, 400, message) })

export const gives = (body: object): Fault => ({ answer: told(200, json, JSON.stringify(body)) })
/** Success, with nothing in it. */
export const saysNothing: Fault = { answer: told(200, json, '') }

export const throttles = throws('TooManyRequestsException')
export const isDown: Fault = { answer: exception('InternalErrorException', 500) }
/** Nothing comes, until the functions give up. */
export const hangs: Fault = { answer: () => {} }
/** The answer begins, and does not end. */
export const breaksOff: Fault = {
  answer: response => response.writeHead(200, { ...json, 'Content-Length': '5000' }).write('{"Session":"'),
}
export const resets: Fault = { answer: (_, { socket }) => socket.resetAndDestroy() }
/** Cognito does what it is asked for, and nobody hears of it. */
export const loses: Fault = { reachesCognito: true, ...resets }
/** Cognito does what it is asked for, and says that it could not send the message. */
export const cannotDeliver: Fault = {
  reachesCognito: true,
  answer: exception('CodeDeliveryFailureException', 400),
}
/** What something in between may say: a page in the place of the answer, or half of it. */
export const speaksHtml: Fault = {
  answer: told(200, { 'Content-Type': 'text/html' }, '<h1>cognito-idp</h1>'),
}
export const failsInHtml: Fault = {
  answer: told(503, { 'Content-Type': 'text/html' }, '<h1>cognito-idp is away</h1>'),
}
export const speaksHalf: Fault = { answer: told(200, json, '{"AuthenticationResult":{"IdToken":"eyJ') }

/** The answer comes as it is, after so many milliseconds. */
export const isSlow = (afterMs: number): Fault => ({ reachesCognito: true, afterMs })

export type FaultyCognito = Awaited<ReturnType<typeof startProxy>>

async function startProxy() {
  let target: string | undefined
  /** By operation; `*` is for those that have none of their own. */
  const faults = new Map<string, { fault: Fault; times: number }>()
  const asked: string[] = []

  // As long as Cognito's own: one that closes connections sooner resets some that are being used again.
  const server = createServer({ keepAliveTimeout: 10 * 60 * 1000 }, async (request, response) => {
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? ''
    asked.push(operation)
    const fault = take(operation)
    const delay = setTimeout(fault?.afterMs ?? 0)
    const body = await buffer(request)
    const real = !fault || fault.reachesCognito ? await passOn(target ?? '', request, body) : undefined
    await delay
    if (fault?.answer) fault.answer(response, request)
    else if (real) response.writeHead(real.status, real.headers).end(real.body)
  })

  function take(operation: string): Fault | undefined {
    const found = faults.get(operation) ?? faults.get('*')
    if (!found || found.times === 0) return undefined
    found.times -= 1
    return found.fault
  }

  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    /** Operations, in the order in which they came. */
    asked,
    passTo: (url: string) => {
      target = url
    },
    /** Every call of an operation, or of any, or the next few. */
    fails(operation: string, fault: Fault, times = Number.POSITIVE_INFINITY) {
      faults.set(operation, { fault, times })
    },
    /** Nothing fails any more, and nothing has been asked. */
    mend() {
      faults.clear()
      asked.length = 0
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function passOn(
  target: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  // Not fetch, which has its own mind about connections and encodings.
  const passed = send(new URL(url ?? '/', target), { method, headers })
  passed.end(body)
  const [answer] = (await once(passed, 'response')) as [IncomingMessage]
  return {
    status: answer.statusCode ?? 0,
    headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
    body: await buffer(answer),
  }
}

export type FaultyApp = App & { cognito: FaultyCognito }

/** The whole app, its functions behind a proxy to Cognito that can be told to fail. */
export async function startFaultyApp(start: typeof startApp = startApp): Promise<FaultyApp> {
  const cognito = await startProxy()
  const app = await start({
    functionEnvironment: { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cognito.url },
  })
  cognito.passTo(app.cognitoUrl)
  return {
    ...app,
    cognito,
    async [Symbol.asyncDispose]() {
      cognito.close()
      await app[Symbol.asyncDispose]()
    },
  }
}
