import { AppError } from '@latchkey/core/errors'
import { describe, expect, test } from 'vitest'
import { sentenceOf } from './use-issues.ts'

describe('the sentence of an error', () => {
  test.each([
    [900, 'Too many attempts. Try again in 15 minutes.'],
    [61, 'Too many attempts. Try again in 2 minutes.'],
    [60, 'Too many attempts. Try again in 1 minute.'],
    [1, 'Too many attempts. Try again in 1 minute.'],
  ])('says how long %i seconds are', (retryAfterSeconds, sentence) => {
    expect(sentenceOf(new AppError('too_many_attempts', undefined, { retryAfterSeconds }))).toBe(sentence)
  })

  test('is its own where no time is known, or another thing is wrong', () => {
    expect(sentenceOf(new AppError('too_many_attempts'))).toBe(
      'Too many attempts. Wait a while, then try again.',
    )
    expect(sentenceOf(new AppError('busy', undefined, { retryAfterSeconds: 2 }))).toBe(
      'We are very busy. Try again in a moment.',
    )
  })
})
