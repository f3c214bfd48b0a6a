import { describe, expect, test } from 'vitest'
import { confirmArrival, paths, recoveryArrival, signInArrival, usernameInFragment } from './paths.ts'

describe('an address', () => {
  test('carries the way back when there is one', () => {
    expect(paths.signIn({ returnTo: '/account?tab=1' })).toBe('/sign-in?returnTo=%2Faccount%3Ftab%3D1')
    expect(paths.signIn({ returnTo: null })).toBe('/sign-in')
    expect(paths.signIn()).toBe('/sign-in')
  })
})

describe('the username in a link', () => {
  test.each([
    ['#username=ada', 'ada'],
    ['username=ada.l-1_x', 'ada.l-1_x'],
    ['#other=1&username=ada', 'ada'],
    ['#username=', undefined],
    ['#username=%3Cb%3E', undefined],
    ['#', undefined],
    ['', undefined],
  ])('of %j is %j', (fragment, username) => {
    expect(usernameInFragment(fragment)).toBe(username)
  })
})

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
