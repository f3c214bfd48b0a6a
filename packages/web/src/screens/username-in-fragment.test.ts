import { describe, expect, test } from 'vitest'
import { usernameInFragment } from './username-in-fragment.ts'

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
