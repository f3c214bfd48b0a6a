import { QueryClient } from '@tanstack/react-query'
import { describe, expect, test } from 'vitest'
import { currentSession, startSession } from './session.ts'

const tokenOf = (payload: object) => `e30.${btoa(JSON.stringify(payload))}.c2ln`
const sessionOf = (idToken: string) => ({ idToken, expiresAt: '2030-01-01T00:00:00.000Z' })

describe('a session', () => {
  test('of the same person leaves what is known of them; of somebody else, nothing', () => {
    const client = new QueryClient()
    startSession(client, sessionOf(tokenOf({ sub: 'ada' })))
    client.setQueryData(['account'], 'of Ada')

    startSession(client, sessionOf(tokenOf({ sub: 'ada', name: 'Ada' })))
    expect(client.getQueryData(['account'])).toBe('of Ada')

    startSession(client, sessionOf(tokenOf({ sub: 'grace' })))
    expect(client.getQueryData(['account'])).toBeUndefined()
  })

  test.each(['no token', 'a.b.c', 'a.%.c', '', `a.${btoa('null')}.c`])(
    'whose ID token is not one (%j) is our mistake, and changes nothing',
    idToken => {
      const client = new QueryClient()
      expect(() => startSession(client, sessionOf(idToken))).toThrow(
        expect.objectContaining({ name: 'AppError', code: 'internal' }),
      )
      expect(currentSession(client)).toBeNull()

      const before = sessionOf(tokenOf({ sub: 'ada' }))
      startSession(client, before)
      expect(() => startSession(client, sessionOf(idToken))).toThrow('We made a mistake.')
      expect(currentSession(client)).toEqual(before)
    },
  )
})
