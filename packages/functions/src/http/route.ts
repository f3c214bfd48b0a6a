/**
 * The one way in and out of every function: a row of the contract around a
 * handler that knows neither HTTP nor JSON.
 *
 * Source of the event and the result: the Lambda proxy integration of API
 * Gateway REST APIs, payload format 1.0.
 */
import type { Body, Endpoint, Reply } from '@latchkey/core/contract'
import { AppError } from '@latchkey/core/errors'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import * as v from 'valibot'
import { describe, logRequest, type RequestLog } from './log.ts'
import { parseBody } from './request.ts'

export type Caller = {
  /** The user's permanent id. Names and addresses can change hands. */
  sub: string
}

export type Call<E extends Endpoint> = {
  body: Body<E>
  /** Who calls; `undefined` on public routes. */
  caller: E['access'] extends 'session' ? Caller : undefined
}

type Handle<E extends Endpoint> = (call: Call<E>) => Promise<{ body: Reply<E> }> | { body: Reply<E> }

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
    const finish = (outcome: RequestLog['outcome'], result: APIGatewayProxyResult, error?: unknown) => {
      const sub = claims(event)?.sub
      const described = describe(error)
      logRequest({
        requestId,
        route: `${endpoint.method} ${endpoint.path}`,
        outcome,
        status: result.statusCode,
        durationMs: Math.round(performance.now() - startedAt),
        ...(sub && { sub }),
        ...(described && { error: described }),
      })
      return result
    }

    try {
      const call = {
        body: endpoint.body && parseBody(event, endpoint.body),
        caller: endpoint.access === 'session' ? requireCaller(event) : undefined,
      } as Call<E>
      const { body } = await handle(call)
      return finish('ok', respond(endpoint.status, v.parse(endpoint.reply, body)))
    } catch (error) {
      const known = error instanceof AppError ? error : new AppError('internal')
      return finish(known.code, respondError(known, requestId), error)
    }
  }
}

/** The gateway has verified the token; that it is an ID token is our own condition. */
function requireCaller(event: APIGatewayProxyEvent): Caller {
  const { sub, token_use: tokenUse } = claims(event) ?? {}
  if (!sub || tokenUse !== 'id') throw new AppError('session_ended')
  return { sub }
}

const claims = (event: APIGatewayProxyEvent): Record<string, string> | undefined =>
  event.requestContext.authorizer?.claims

function respond(
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyResult {
  return {
    statusCode,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
    body: JSON.stringify(body),
  }
}

function respondError(error: AppError, requestId: string): APIGatewayProxyResult {
  const { code, message, fields, status, retryAfterSeconds } = error
  return respond(
    status,
    { code, message, requestId, ...(fields && { fields }) },
    retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
  )
}
