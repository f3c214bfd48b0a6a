import { AppError } from '@latchkey/core/errors'

/** The session has ended for good: with the refusal, the browser is told to drop its cookies. */
export class DeadSession extends AppError {
  constructor(cause?: unknown) {
    super('session_ended', undefined, { cause })
  }
}
