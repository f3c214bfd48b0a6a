import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Real processes and browsers start in these tests, on machines that may be busy. */
const patience = { testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    // Most tests wait for processes of their own: two files at once are never too many.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'tools/*.test.ts', 'tests/*.test.ts', 'bench/*.test.ts'],
          ...patience,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['tests/journeys/*.test.ts'],
          ...patience,
          // A browser is a machine's whole work.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
