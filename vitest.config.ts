import { defineConfig } from 'vitest/config'

/** Real processes and browsers start in these tests, on machines that may be busy. */
const patience = { testTimeout: 60_000, hookTimeout: 120_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'tools/*.test.ts', 'tests/*.test.ts'],
          ...patience,
        },
      },
      { test: { name: 'journeys', include: ['tests/journeys/*.test.ts'], ...patience } },
    ],
  },
})
