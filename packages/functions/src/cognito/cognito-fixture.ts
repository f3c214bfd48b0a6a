import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Answer = (response: ServerResponse) => void

export const gives =
  (body: object, status = 200): Answer =>
  response => {
    response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(body))
  }

export const fails = (type: string, message = 'words of Cognito', status = 400) =>
  gives({ __type: type, message }, status)

export const outage = fails('InternalErrorException', undefined, 500)

/**
 * A Cognito that answers each operation as it is told to, and with nothing
 * where it is not. The environment leads to it: handlers have to be imported
 * afterwards, because their client is made with what it finds there.
 */
export async function startCognito() {
  const answers = new Map<string, Answer>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
    asked.push(operation)
    const answer = answers.get(operation) ?? gives({})
    request.resume().once('end', () => answer(response))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-central-1',
    SST_RESOURCE_Auth: JSON.stringify({ clientId: 'client', clientSecret: 'client-secret' }),
    SST_RESOURCE_SiteAddress: JSON.stringify({ url: 'https://latchkey.example' }),
    SST_RESOURCE_App: JSON.stringify({ name: 'latchkey', stage: 'test' }),
  })
  return {
    /** By operation. */
    answers,
    /** Operations in the order in which they came. */
    asked,
    forget() {
      answers.clear()
      asked.length = 0
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
