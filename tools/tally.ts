import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'

export type Tally = { passed: number; failed: number }

export const addTallies = (...tallies: Tally[]): Tally => ({
  passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
  failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
})

/** The last line of every run of checks, for people and for CI. */
export const tallyLine = ({ passed, failed }: Tally) => `${passed} passed, ${failed} failed`

/** The tally that a run ended with, or nothing when it did not get that far. */
export function readTally(output: string): Tally | undefined {
  const [, passed, failed] =
    /^(\d+) passed, (\d+) failed$/m.exec(output.trimEnd().split('\n').at(-1) ?? '') ?? []
  return passed && failed ? { passed: Number(passed), failed: Number(failed) } : undefined
}

/** Counts what Vitest ran, and everything that kept it from running something. */
export class TallyReporter implements Reporter {
  tally: Tally = { passed: 0, failed: 0 }
  #vitest: Vitest | undefined

  onInit(vitest: Vitest) {
    this.#vitest = vitest
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]) {
    const pattern = this.#vitest?.config.testNamePattern
    this.tally = addTallies(...modules.map(module => tallyModule(module, pattern)), {
      passed: 0,
      failed: unhandledErrors.length,
    })
  }
}

function tallyModule(module: TestModule, pattern: RegExp | undefined): Tally {
  const cases = [...module.children.allTests()].filter(test => !isFilteredOut(test, pattern))
  const passed = cases.filter(test => test.result().state === 'passed').length
  const failed = cases.length - passed
  // A module that did not load, or whose hooks failed, may have no failed test to show for it.
  return { passed, failed: failed === 0 && module.state() === 'failed' ? 1 : failed }
}

/** Tests that `-t` leaves out are reported as skipped, but it was asked for. */
const isFilteredOut = (test: TestCase, pattern: RegExp | undefined) =>
  pattern !== undefined && !pattern.test(test.fullName.replaceAll(' > ', ' '))
