export const median = (numbers: readonly number[]) => quantile(numbers, 0.5)

/** Between two numbers of the list where it falls between them. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  const place = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number]
  return below + (above - below) * (place - Math.floor(place))
}

/** Something that was measured, so long after the beginning. */
export type Sample = { atMs: number; value: number }

export const fifths = 5

/** How something has changed over a run: the median of the last fifth beside that of the second. The first is for warming up. */
export function trendOf(samples: readonly Sample[], durationMs: number) {
  const fifthMs = durationMs / fifths
  const during = (fifth: number) =>
    median(samples.filter(({ atMs }) => Math.floor(atMs / fifthMs) === fifth - 1).map(({ value }) => value))
  const [early, late] = [during(2), during(fifths)]
  return { early, late, ratio: late / early }
}
