import { describe, expect, test } from 'vitest'
import { confirmArrival } from './confirm-arrival.ts'
import { recoveryArrival } from './recovery-arrival.ts'
import { signInArrival } from './sign-in-arrival.ts'

describe('what a history entry hands over', () => {
  test('is taken when it has the expected form', () => {
    expect(signInArrival({ identifier: 'ada', because: 'confirmed' })).toEqual({
      identifier: 'ada',
      because: 'confirmed',
    })
    expect(recoveryArrival({ identifier: 'ada', isCodeSent: true })).toEqual({
      identifier: 'ada',
      isCodeSent: true,
    })
  })

  test.each([[null], ['ada'], [{ because: 'a wish' }]])('is left alone when it is %j', state => {
    expect(signInArrival(state)).toEqual({})
    expect(confirmArrival(state)).toEqual({})
    expect(recoveryArrival(state)).toEqual({})
  })
})
