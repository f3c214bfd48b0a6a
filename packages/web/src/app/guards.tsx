/**
 * Who may see which screen. A courtesy to the visitor: what a screen shows
 * comes from the API, and there the authorizing is done.
 */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Redirect } from 'wouter'
import { type Session, sessionQuery } from '../api/session.ts'
import { landing, paths, type SignInArrival } from '../screens/paths.ts'
import { useReturnTo } from '../screens/use-return-to.ts'

/** Admits a live session; sends anyone else to sign in, and back again afterwards. */
export function RequireSession({ children }: { children: (session: Session) => ReactNode }) {
  const { data } = useQuery(sessionQuery())

  if (!data) return null
  if (data.session) return children(data.session)

  const { pathname, search, hash } = window.location
  const wanted = pathname + search + hash
  const isDetour = data.ending !== 'signed-out' && wanted !== landing
  const arrival: SignInArrival = data.ending ? { because: data.ending } : {}
  return <Redirect replace to={paths.signIn(isDetour ? { returnTo: wanted } : {})} state={arrival} />
}

/** For the screens that lead to a session: a visitor who has one goes on to where they were going. */
export function RequireGuest({ children }: { children: ReactNode }) {
  const { data } = useQuery(sessionQuery())
  const destination = useReturnTo() ?? landing

  if (!data) return null
  if (!data.session) return children

  return <Redirect key={destination} replace to={destination} />
}
