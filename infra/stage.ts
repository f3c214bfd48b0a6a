/**
 * What differs from stage to stage, and nothing else does.
 *
 * Read by `app()` too, which runs before SST's globals exist: this file uses
 * none of them.
 */
export type StagePolicy = {
  /** Refuse `sst remove` and `sst dev`. */
  protect: boolean
  /** What becomes of buckets, tables and the user pool when the stage is removed. */
  removal: 'remove' | 'retain'
  /** Count the requests of each address at the edge, which costs something even when nobody comes. */
  firewall: boolean
}

const production: StagePolicy = { protect: true, removal: 'retain', firewall: true }

const disposable: StagePolicy = { protect: false, removal: 'remove', firewall: false }

/** `prod` is production; every other stage belongs to a person or a branch and can be thrown away. */
export const stagePolicy = (stage: string): StagePolicy => (stage === 'prod' ? production : disposable)
