/** Refusals after which the browser keeps other cookies than before. */
import { AppError } from '@latchkey/core/errors'

export class RefusalWithCookies extends AppError {
  /** Set-Cookie headers. */
  readonly cookies: readonly string[]

  constructor({ code, message, fields, retryAfterSeconds, cause }: AppError, cookies: readonly string[]) {
    super(code, message, {
      cause,
      ...(fields && { fields }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    })
    this.cookies = cookies
  }
}

/** What comes of `work`; where it is refused, the cookies that this refusal calls for go along. */
export async function refusedWith<T>(
  cookiesFor: (refusal: AppError) => readonly string[],
  work: Promise<T>,
): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof AppError ? new RefusalWithCookies(error, cookiesFor(error)) : error
  }
}
