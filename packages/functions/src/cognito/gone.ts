/** For calls that see to it that something is gone: that it is gone already is as good. */
export const orGone =
  (Missing: new (...args: never[]) => Error) =>
  (error: unknown): void => {
    if (!(error instanceof Missing)) throw error
  }
