/**
 * Who may see which screen. A courtesy to the visitor: what a screen shows
 * comes from the API, and there the authorizing is done.
 */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { sessionQuery } from '../api/session.ts'
import { Redirect } from '../components/redirect.tsx'
import { Screen } from '../components/screen.tsx'
import { landing, paths } from '../screens/paths.ts'
import type { SignInArrival } from '../screens/sign-in-arrival.ts'
import { useReturnTo } from '../screens/use-return-to.ts'
import { useWords } from '../words/words.ts'

/** Admits a live session; sends anyone else to sign in, and back again afterwards. */
export function RequireSession({ children }: { children: ReactNode }) {
  const { data, failureReason } = useQuery(sessionQuery())

  if (!data) return failureReason && <Unreachable />
  if (data.session) return children

  const { pathname, search, hash } = window.location
  const wanted = pathname + search + hash
  const isDetour = data.ending !== 'signed-out' && wanted !== landing
  const arrival: SignInArrival = data.ending ? { because: data.ending } : {}
  return <Redirect to={paths.signIn(isDetour ? { returnTo: wanted } : {})} state={arrival} />
}

/** For the screens that lead to a session: a visitor who has one goes on to where they were going. */
export function RequireGuest({ children }: { children: ReactNode }) {
  const { data, failureReason } = useQuery(sessionQuery())
  const destination = useReturnTo() ?? landing

  if (!data) return failureReason && <Unreachable />
  if (!data.session) return children

  return <Redirect key={destination} to={destination} />
}

/** Nobody can tell just now whether there is a session. The question is being repeated meanwhile. */
function Unreachable() {
  const { unreachable } = useWords()
  return <Screen title={unreachable.title} lead={unreachable.lead} />
}
