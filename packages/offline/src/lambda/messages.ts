/** What a worker and its host tell each other. Payloads travel as JSON, as they do in Lambda. */
export type WorkerData = {
  bundleUrl: string
  exportName: string
  /** Node's major version in the function's runtime; handlers changed with 24. */
  runtimeVersion: number
  /** The part of the context that stays the same. */
  context: {
    functionName: string
    functionVersion: string
    invokedFunctionArn: string
    memoryLimitInMB: string
    logGroupName: string
    logStreamName: string
  }
}

export type InvokeMessage = { event: string; requestId: string; deadlineMs: number }

export type Failure = {
  errorType: string
  errorMessage: string
  /** For the log: the error with its stack and causes. */
  report: string
}

export type WorkerMessage =
  | { type: 'ready' }
  /** What the function wrote, as it wrote it. */
  | { type: 'output'; text: string }
  | { type: 'result'; payload: string }
  | { type: 'failure'; failure: Failure }
  /** The worker is of no more use. */
  | { type: 'fatal'; failure: Failure }
