/** What came of running a function once. `payload` has been through JSON, as everything that leaves Lambda. */
export type Invocation =
  | { ok: true; payload: unknown }
  | { ok: false; errorType: string; errorMessage: string; timedOut?: boolean }
