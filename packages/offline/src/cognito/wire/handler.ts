/**
 * Cognito on the wire: `POST /` with the operation in `X-Amz-Target`, a UUID
 * on every answer, and CORS for any origin, since browsers call it directly.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 *
 * An administrator's request has to be signed, as on AWS, but there is no
 * account here to check the signature with. What keeps pages of other origins
 * from administrating the pools through the visitor's browser is that a
 * browser is refused: it cannot help telling its origin.
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { ServiceError, unsupported } from '../errors.ts'
import type { Operation } from '../operations.ts'
import { openText } from '../rules/open-texts.ts'
import { operationNames } from './operation-names.ts'
import { readJson } from './read-json.ts'
import { type Reply, refusal, success } from './reply.ts'
import type { WellKnown } from './well-known.ts'

const targetPrefix = 'AWSCognitoIdentityProviderService.'

const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
}

type Handler = {
  listener: RequestListener
  /** When every request that was taken up has been dealt with. */
  settled(): Promise<void>
}

type Services = {
  operations: ReadonlyMap<string, Operation>
  wellKnown: WellKnown
  onError: (error: unknown) => void
}

export function createHandler({ operations, wellKnown, onError }: Services): Handler {
  const running = new Set<Promise<void>>()

  async function answer(request: IncomingMessage): Promise<Reply> {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (request.method === 'OPTIONS') return preflight(request)
    if (request.method === 'POST' && path === '/') return success(await call(request))
    const document = request.method === 'GET' ? await wellKnown(path) : undefined
    if (!document) throw new ServiceError('UnknownOperationException', '', 404)
    return document
  }

  async function call(request: IncomingMessage) {
    const json = await readJson(request)
    const target = String(request.headers['x-amz-target'] ?? '')
    const name = target.startsWith(targetPrefix) ? target.slice(targetPrefix.length) : ''
    if (!operationNames.has(name)) throw new ServiceError('UnknownOperationException')
    const operation = operations.get(name)
    if (!operation) throw unsupported(name)
    if (operation.isAdministrative) checkAdministrator(request, name)
    return operation.run(json)
  }

  function replyTo(error: unknown): Reply {
    if (error instanceof ServiceError) return refusal(error)
    onError(error)
    return refusal(new ServiceError('InternalErrorException', openText.internalError, 500))
  }

  async function respond(request: IncomingMessage, response: ServerResponse) {
    const reply = await answer(request).catch(error => (request.errored ? undefined : replyTo(error)))
    if (!reply) return // The caller hung up in the middle of the request.
    response.writeHead(reply.status, {
      ...cors,
      ...reply.headers,
      'x-amzn-RequestId': randomUUID(),
      'Content-Length': Buffer.byteLength(reply.body),
    })
    response.end(reply.body)
  }

  return {
    listener(request, response) {
      const work: Promise<void> = respond(request, response)
        .catch(onError)
        .finally(() => running.delete(work))
      running.add(work)
    },
    settled: async () => {
      await Promise.all(running)
    },
  }
}

function checkAdministrator({ headers }: IncomingMessage, name: string) {
  if (headers.origin !== undefined) throw unsupported(`${name} from a browser`)
  if (!headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
    throw new ServiceError('MissingAuthenticationTokenException', openText.unsigned)
  }
}

function preflight(request: IncomingMessage): Reply {
  return {
    status: 200,
    headers: {
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '*',
      'Access-Control-Max-Age': '172800',
    },
    body: '',
  }
}
