/**
 * Where to go after signing in, when the address says so.
 *
 * Anyone can write that part of an address, so it may only name a place on
 * our own origin. It is resolved as the browser will resolve it before it is
 * looked at: `/.//other.example` looks local and becomes `//other.example`.
 */

/** Browsers read a backslash as a slash and drop control characters, so neither is honest here. */
const disguise = /[\\\p{Cc}]/u

/** The path within `origin` that `candidate` stands for, or null where it leads anywhere else. */
export function returnPath(candidate: string | null, origin: string): string | null {
  if (!candidate || disguise.test(candidate) || !URL.canParse(candidate, origin)) return null

  const url = new URL(candidate, origin)
  if (url.origin !== origin || !url.pathname.startsWith('/') || url.pathname.startsWith('//')) return null

  return url.pathname + url.search + url.hash
}
