import { useSearch } from 'wouter/use-browser-location'
import { returnPath } from './return-path.ts'

/** The way back that this address asks for, if it is one that we follow. */
export function useReturnTo(): string | null {
  const search = new URLSearchParams(useSearch())
  return returnPath(search.get('returnTo'), window.location.origin)
}
