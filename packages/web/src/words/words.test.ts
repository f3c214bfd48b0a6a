import { AppError } from '@latchkey/core/errors'
import { describe, expect, test } from 'vitest'
import { first as english } from './english/first.ts'
import { first as german, sentences } from './german/first.ts'
import { sentencesOf } from './words.ts'

const inEnglish = sentencesOf({ language: 'en', first: english })
const inGerman = sentencesOf({ language: 'de', first: german, sentences })

describe('the sentence of an error', () => {
  test.each([
    [900, 'Too many attempts. Try again in 15 minutes.', 'in 15 Minuten'],
    [61, 'Too many attempts. Try again in 2 minutes.', 'in 2 Minuten'],
    [60, 'Too many attempts. Try again in 1 minute.', 'in 1 Minute '],
    [1, 'Too many attempts. Try again in 1 minute.', 'in 1 Minute '],
  ])('says how long %i seconds are', (retryAfterSeconds, sentence, germanTime) => {
    const error = new AppError('too_many_attempts', undefined, { retryAfterSeconds })
    expect(inEnglish.sentenceOf(error)).toBe(sentence)
    expect(inGerman.sentenceOf(error)).toContain(germanTime)
  })

  test('is its own where no time is known, or another thing is wrong', () => {
    expect(inEnglish.sentenceOf(new AppError('too_many_attempts'))).toBe(
      'Too many attempts. Wait a while, then try again.',
    )
    expect(inEnglish.sentenceOf(new AppError('busy', undefined, { retryAfterSeconds: 2 }))).toBe(
      'We are very busy. Try again in a moment.',
    )
  })

  test('is that of its code where a translation does not know it', () => {
    const error = new AppError('password_rejected', 'A sentence of a newer API.')
    expect(inEnglish.sentenceOf(error)).toBe('A sentence of a newer API.')
    expect(inGerman.sentenceOf(error)).toBe('Wählen Sie ein anderes Passwort.')
  })
})
