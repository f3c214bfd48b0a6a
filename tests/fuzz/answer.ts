/** What every answer of the API has to be, whatever was asked. */
import { ErrorBody, errorTable } from '@latchkey/core/errors'
import * as v from 'valibot'
import type { HttpAnswer } from '../http-exchange.ts'

/** What the gateway says by itself, and nothing besides. */
const GatewayBody = v.strictObject({ message: v.string() })

const FunctionBody = v.strictObject(ErrorBody.entries)

/** What only the inside of a system has: names of exceptions and files, addresses, ids of what it is made of. */
const internals =
  /Exception|arn:aws|amazonaws|eu-[a-z]+-\d_|us-[a-z]+-\d_|node_modules|localhost|127\.0\.0\.1|\.[cm]?[jt]sx?\b|\n\s+at |valibot|sqlite|Cognito|ECONN|undefined|\[object/i

const markup = /<[a-z!/?]/i

/** What is wrong with the answer; nothing where it is as it should be. */
export function faultsOf({ status, headers, body }: HttpAnswer, method: string): string[] {
  const isByGateway = headers['x-amzn-errortype'] !== undefined
  const type = headers['content-type']
  const isRefusal = status >= 400
  const cookies = [headers['set-cookie'] ?? []].flat()
  const hasBody = method !== 'HEAD' && status !== 204
  const faults: [boolean, string][] = [
    [status >= 500, `it is ${status}`],
    [status < 200 || (status >= 300 && status < 400), `${status} is none of our statuses`],
    [
      hasBody && type !== (isByGateway ? 'application/json' : 'application/json; charset=utf-8'),
      `its type is ${type}`,
    ],
    [!hasBody && body !== '', 'there should be no body'],
    [!isByGateway && headers['cache-control'] !== 'no-store', 'it may be kept'],
    [!isByGateway && headers['x-content-type-options'] !== 'nosniff', 'its type may be guessed'],
    [
      Object.keys(headers).some(name => name.startsWith('access-control-')),
      'other origins are told something',
    ],
    [isRefusal && cookies.some(cookie => !isCleared(cookie)), `a refusal sets ${cookies}`],
    [isRefusal && internals.test(body), 'it tells of the inside'],
    [isRefusal && hasBody && !isKnownRefusal(status, body, isByGateway), 'it is no refusal of ours'],
    [markup.test(body) || markup.test(JSON.stringify(headers)), 'there is markup in it'],
  ]
  return faults.flatMap(([isSo, fault]) => (isSo ? [fault] : []))
}

const isCleared = (cookie: string) => /^__Host-[a-z-]+=; Max-Age=0; /.test(cookie)

function isKnownRefusal(status: number, body: string, isByGateway: boolean): boolean {
  const value = jsonOf(body)
  if (isByGateway) return v.is(GatewayBody, value)
  const { success, output } = v.safeParse(FunctionBody, value)
  return success && errorTable[output.code].status === status
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
