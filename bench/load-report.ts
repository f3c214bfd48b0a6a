/** What a run under load has shown, as tables that can be pasted into Markdown. */
import type { LoadRun } from './load-run.ts'
import { steps } from './load-visits.ts'
import { median, quantile, type Sample, trendOf } from './statistics.ts'
import { printCells } from './table.ts'

/** The median at the end, beside that of the second fifth. */
const mostGrowth = { latency: 1.25, memory: 1.15 } as const

const minuteMs = 60_000
const shownUnexpected = 10

/** Whether latency and memory stayed as they were, and every request was answered as it should be. */
export type Verdict = { isFlat: boolean; isAsExpected: boolean }

export function report({ durationMs, latencies, memory, unexpected, database }: LoadRun): Verdict {
  const ofStep = steps.map(step => ({ step, samples: latencies.get(step) ?? [] }))
  const minutes = Array.from({ length: Math.ceil(durationMs / minuteMs) }, (_, index) => index)

  console.log('\nMilliseconds, p50 / p99, and megabytes of memory (RSS), by the minute:\n')
  printCells([
    ['minute', ...steps, 'memory'],
    ...minutes.map(minute => [
      String(minute + 1),
      ...ofStep.map(({ samples }) => percentiles(during(minute, samples))),
      megabytes(during(minute, memory)),
    ]),
  ])

  const trends = [
    ...ofStep.map(({ step, samples }) => ({
      name: step,
      count: String(samples.length),
      unit: 'ms',
      most: mostGrowth.latency,
      ...trendOf(samples, durationMs),
    })),
    { name: 'memory', count: '', unit: 'MB', most: mostGrowth.memory, ...trendOf(memory, durationMs) },
  ].map(trend => ({ ...trend, isFlat: trend.ratio <= trend.most }))
  console.log('\nMedians at the beginning (second fifth) and at the end (last fifth):\n')
  printCells([
    ['', 'requests', 'beginning', 'end', 'ratio', 'must', ''],
    ...trends.map(({ name, count, unit, early, late, ratio, most, isFlat }) => [
      name,
      count,
      `${early.toFixed(1)} ${unit}`,
      `${late.toFixed(1)} ${unit}`,
      ratio.toFixed(2),
      `≤ ${most}`,
      isFlat ? 'flat' : 'NOT FLAT',
    ]),
  ])

  console.log(`\nDatabase ${database.file.toFixed(0)} MB, its log ${database.log.toFixed(0)} MB.`)
  console.log(`Unexpected errors: ${unexpected.length}`)
  for (const message of unexpected.slice(0, shownUnexpected)) console.log(`  ${message}`)
  return { isFlat: trends.every(({ isFlat }) => isFlat), isAsExpected: unexpected.length === 0 }
}

const during = (minute: number, samples: readonly Sample[]) =>
  samples.filter(({ atMs }) => Math.floor(atMs / minuteMs) === minute).map(({ value }) => value)

const percentiles = (values: readonly number[]) =>
  values.length === 0 ? '–' : `${median(values).toFixed(1)} / ${quantile(values, 0.99).toFixed(0)}`

const megabytes = (values: readonly number[]) => (values.length === 0 ? '–' : median(values).toFixed(0))
