import inspector from 'node:inspector'

/** The function was not through in time. */
export class IntegrationTimeout extends Error {
  override readonly name = 'IntegrationTimeout'
}

/** Rejects with `IntegrationTimeout` where the gateway would not wait any longer. The function runs on. */
export async function withinTimeout<Result>(pending: Promise<Result>, timeoutMs: number): Promise<Result> {
  const { promise: timeout, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    // Somebody may be standing at a breakpoint inside the function: it may then take as long as it likes.
    if (inspector.url() === undefined) reject(new IntegrationTimeout(`No answer within ${timeoutMs} ms.`))
  }, timeoutMs)
  try {
    return await Promise.race([pending, timeout])
  } finally {
    clearTimeout(timer)
  }
}
