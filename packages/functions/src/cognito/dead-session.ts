import { AppError } from '@latchkey/core/errors'

/** The session has ended for good: what the browser has of it is worth nothing any more. */
export class DeadSession extends AppError {
  constructor(cause?: unknown) {
    super('session_ended', undefined, { cause })
  }
}
