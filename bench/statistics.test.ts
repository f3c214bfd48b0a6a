import { expect, test } from 'vitest'
import { median, quantile, type Sample, trendOf } from './statistics.ts'

const hundredMs = Array.from({ length: 100 }, (_, atMs) => atMs)
const samples = (value: (atMs: number) => number): Sample[] =>
  hundredMs.map(atMs => ({ atMs, value: value(atMs) }))

test('the median of an even number of values lies between the middle two', () => {
  expect(median([9, 1, 3, 5])).toBe(4)
  expect(median([2, 10, 1])).toBe(2)
})

test('a quantile is found in values of any order', () => {
  expect(quantile(hundredMs.toReversed(), 0.99)).toBeCloseTo(98.01)
  expect(quantile([7], 0.99)).toBe(7)
})

test('what grows all the time is seen to have grown', () => {
  expect(
    trendOf(
      samples(atMs => 100 + atMs),
      100,
    ),
  ).toEqual({ early: 129.5, late: 189.5, ratio: 189.5 / 129.5 })
})

test('what stays as it is has a ratio of 1, however it began and whatever stands out', () => {
  const steady = samples(atMs => (atMs < 20 ? 500 : atMs % 10 === 0 ? 90 : 7))
  expect(trendOf(steady, 100)).toEqual({ early: 7, late: 7, ratio: 1 })
})

test('a fifth in which nothing was measured is no proof of anything', () => {
  const ended = samples(() => 7).filter(({ atMs }) => atMs < 80)
  expect(trendOf(ended, 100).ratio).toBeNaN()
})
