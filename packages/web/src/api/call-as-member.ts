/** Calls of routes that want a session. */
import type { Endpoint, Reply } from '@latchkey/core/endpoint'
import { AppError } from '@latchkey/core/errors'
import type { QueryClient } from '@tanstack/react-query'
import { call, type Input } from './call.ts'
import { currentSession, refreshSession } from './session.ts'

/**
 * Calls with the ID token, and once more with a new one where the API refuses
 * the old: this device's clock may be wrong, or it has slept. Calls that change
 * the cookies are sent `inTurn`.
 */
export async function callAsMember<E extends Endpoint>(
  queryClient: QueryClient,
  endpoint: E,
  input: Input<E>,
  send: <T>(work: () => Promise<T>) => Promise<T> = work => work(),
): Promise<Reply<E>> {
  const session = currentSession(queryClient)
  if (!session) throw new AppError('session_ended')

  try {
    return await send(() => call(endpoint, input, session.idToken))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'session_ended') throw error
    const { idToken } = await refreshSession(queryClient, session)
    return await send(() => call(endpoint, input, idToken))
  }
}
