import { useEffectEvent, useLayoutEffect } from 'react'
import { navigate } from 'wouter/use-browser-location'

type RedirectProps = {
  to: string
  /** What the next screen is told, in its history entry. */
  state?: unknown
}

/** Leads on to another screen once, before anything is painted; this one leaves no trace in the history. */
export function Redirect({ to, state }: RedirectProps) {
  const lead = useEffectEvent(() => navigate(to, { replace: true, state }))

  useLayoutEffect(() => lead(), [])

  return null
}
