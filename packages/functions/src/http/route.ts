/**
 * The one way in and out of every function: a row of the contract around a
 * handler that knows neither HTTP nor JSON.
 *
 * Source of the event and the result: the Lambda proxy integration of API
 * Gateway REST APIs, payload format 1.0.
 */
import type { Body, Endpoint, Params, Reply } from '@latchkey/core/endpoint'
import { AppError } from '@latchkey/core/errors'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import * as v from 'valibot'
import { withinBudget } from '../cognito/budget.ts'
import { describe, logRequest, type RequestLog } from '../log.ts'
import { type CallerOf, callerOf } from './caller.ts'
import { type Cookies, readCookies } from './cookies.ts'
import { cookiesCount } from './provenance.ts'
import { RefusalWithCookies } from './refusal-with-cookies.ts'
import { parseBody, parseParams } from './request.ts'
import { type Progress, securityEvent } from './security-event.ts'

export type Call<E extends Endpoint> = {
  body: Body<E>
  params: Params<E>
  /** Who calls; `undefined` on routes that anyone may call. */
  caller: CallerOf<E>
  cookies: Cookies
  /** When the request came, in milliseconds since 1970. */
  atMs: number
}

export type Answer<E extends Endpoint> = {
  /** Set-Cookie headers. */
  cookies?: readonly string[]
  /** What failed on the way and did not keep the answer from being right; logged as a failure would be. */
  problem?: unknown
} & (E['reply'] extends v.GenericSchema ? { body: Reply<E> } : { body?: undefined })

type Handle<E extends Endpoint> = (call: Call<E>) => Promise<Answer<E>> | Answer<E>

/**
 * A Lambda handler for `endpoint`.
 *
 * The body is parsed before `handle` sees it, the reply before the caller does.
 * An `AppError` becomes its status and body; anything else thrown is a bug,
 * logged whole and answered as `internal`.
 */
export function route<E extends Endpoint>(endpoint: E, handle: Handle<E>) {
  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const startedAt = performance.now()
    const { requestId } = event.requestContext
    const progress: Progress = {}
    const finish = (outcome: RequestLog['outcome'], result: APIGatewayProxyResult, error?: unknown) => {
      const described = describe(error)
      logRequest({
        requestId,
        route: `${endpoint.method} ${endpoint.path}`,
        outcome,
        status: result.statusCode,
        durationMs: Math.round(performance.now() - startedAt),
        ...securityEvent(endpoint, event, progress),
        ...(described && { error: described }),
      })
      return result
    }

    try {
      const cookies = cookiesCount(endpoint.access, event) ? readCookies(event) : {}
      progress.cookies = cookies
      const call = {
        caller: callerOf(endpoint, event, cookies),
        params: endpoint.params && parseParams(event, endpoint.params),
        body: parseBody(event, endpoint.body),
        cookies,
        atMs: event.requestContext.requestTimeEpoch,
      } as Call<E>
      progress.body = call.body
      const answer = await withinBudget(async () => handle(call))
      const body = endpoint.reply && v.parse(endpoint.reply, answer.body)
      Object.assign(progress, { reply: body, cookiesGiven: answer.cookies } satisfies Progress)
      return finish('ok', respond(endpoint.status, body, { cookies: answer.cookies }), answer.problem)
    } catch (error) {
      const known = error instanceof AppError ? error : new AppError('internal')
      return finish(known.code, respondError(known, requestId), error)
    }
  }
}

type Extras = { cookies?: readonly string[] | undefined; headers?: Record<string, string> }

function respond(
  statusCode: number,
  body: unknown,
  { cookies = [], headers = {} }: Extras = {},
): APIGatewayProxyResult {
  return {
    statusCode,
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json; charset=utf-8' }),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
    ...(cookies.length > 0 && { multiValueHeaders: { 'Set-Cookie': [...cookies] } }),
    body: body === undefined ? '' : JSON.stringify(body),
  }
}

function respondError(error: AppError, requestId: string): APIGatewayProxyResult {
  const { code, message, fields, status, retryAfterSeconds } = error
  return respond(
    status,
    { code, message, requestId, ...(fields && { fields }) },
    {
      cookies: error instanceof RefusalWithCookies ? error.cookies : [],
      headers: retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
    },
  )
}
