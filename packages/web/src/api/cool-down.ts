/**
 * When the next code may be asked for.
 *
 * The moment is kept for this tab, so that a reload does not start the wait
 * anew, or end it. It says nothing about anybody.
 */

import { AppError } from '@latchkey/core/errors'

/** What a code is for. Each has a wait of its own. */
export type CodePurpose = 'sign-up' | 'reset' | 'email'

const coolDownSeconds = 60

const storageKey = (purpose: CodePurpose) => `latchkey.next-${purpose}-code-at`

/** For browsers that refuse storage; it lasts until the next reload. */
const remembered: Partial<Record<CodePurpose, number>> = {}

/** Call when a code has been sent, or when the server has said how long to wait. */
export function startCoolDown(purpose: CodePurpose, seconds: number = coolDownSeconds) {
  const endMs = Date.now() + seconds * 1000
  remembered[purpose] = endMs
  try {
    sessionStorage.setItem(storageKey(purpose), String(endMs))
  } catch {
    // Without storage the wait is still kept, only not over a reload.
  }
}

/** Sends a code. After it there is a wait, whether it was sent or refused. */
export async function coolDownAfter<T>(purpose: CodePurpose, send: Promise<T>): Promise<T> {
  try {
    const sent = await send
    startCoolDown(purpose)
    return sent
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many_attempts') {
      startCoolDown(purpose, error.retryAfterSeconds)
    }
    throw error
  }
}

/** Call when the wait was somebody else's. */
export function endCoolDown(purpose: CodePurpose) {
  remembered[purpose] = 0
  try {
    sessionStorage.removeItem(storageKey(purpose))
  } catch {
    // What was never stored need not be removed.
  }
}

/** The moment from which a code may be asked for; in the past when it may be now. */
export function coolDownEndMs(purpose: CodePurpose): number {
  const known = remembered[purpose] ?? 0
  try {
    return Number(sessionStorage.getItem(storageKey(purpose))) || known
  } catch {
    return known
  }
}
