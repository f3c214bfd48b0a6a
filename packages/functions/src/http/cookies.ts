/**
 * The cookies that a browser holds for us. No script can read them, they go to
 * this host alone and over TLS alone, and only with requests that our own
 * pages make.
 *
 * Source: RFC 6265bis, the `__Host-` prefix and SameSite=Strict.
 */
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { headerValues } from './request.ts'

const names = {
  refreshToken: '__Host-refresh',
  accessToken: '__Host-access',
  /** A sign-up that this browser has begun: with it, confirming leads straight in. */
  signUp: '__Host-sign-up',
  /** Who last used a passkey in this browser. */
  passkeyUser: '__Host-passkey-user',
} as const

export type CookieName = keyof typeof names

/** What the browser sent, by our own names. */
export type Cookies = Readonly<Partial<Record<CookieName, string>>>

export function readCookies(event: Pick<APIGatewayProxyEvent, 'multiValueHeaders'>): Cookies {
  const sent = new Map<string, string>()
  for (const pair of headerValues(event, 'cookie').flatMap(header => header.split(';'))) {
    const [name = '', value = ''] = splitOnce(withoutBlanks(pair), '=')
    if (value && !sent.has(name)) sent.set(name, value)
  }
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) => {
      const value = sent.get(name)
      return value === undefined ? [] : [[key, value]]
    }),
  )
}

/** Browsers drop what is longer, without a word. Source: RFC 6265bis, section 5.6. */
const maxBytes = 4096

/** A Set-Cookie header. The value has to be free of white space, quotes, commas and semicolons. */
export function setCookie(name: CookieName, value: string, maxAgeSeconds: number): string {
  const cookie = `${names[name]}=${value}`
  if (cookie.length > maxBytes) throw new Error(`The cookie ${names[name]} is too long for browsers.`)
  return `${cookie}; Max-Age=${maxAgeSeconds}; Path=/; Secure; HttpOnly; SameSite=Strict`
}

/** The value that an answer gives a cookie, `undefined` where it leaves it alone or takes it away. */
export function cookieGiven(name: CookieName, setCookies: readonly string[]): string | undefined {
  const start = `${names[name]}=`
  const [value] = splitOnce(setCookies.find(line => line.startsWith(start))?.slice(start.length) ?? '', ';')
  return value || undefined
}

/** Browsers tell cookies apart by name, host and path; the prefix fixes the last two. */
export const clearCookie = (name: CookieName) => setCookie(name, '', 0)

/**
 * Spaces and tabs alone. `trim` takes more for white space than browsers do, and
 * would make one of ours of a cookie that another host may set: its prefix
 * protects a name only where the name begins with it.
 * https://portswigger.net/research/cookie-chaos-how-to-bypass-host-and-secure-cookie-prefixes
 */
const withoutBlanks = (pair: string) => pair.replace(/^[ \t]+|[ \t]+$/g, '')

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
