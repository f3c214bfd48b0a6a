import { describe, expect, test } from 'vitest'
import { paths } from './paths.ts'

describe('an address', () => {
  test('carries the way back when there is one', () => {
    expect(paths.signIn({ returnTo: '/account?tab=1' })).toBe('/sign-in?returnTo=%2Faccount%3Ftab%3D1')
    expect(paths.signIn({ returnTo: null })).toBe('/sign-in')
    expect(paths.signIn()).toBe('/sign-in')
  })
})
