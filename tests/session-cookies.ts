import { type App, type Browser, newBrowser, setCookies } from './start-app.ts'

/** Closed to scripts, to other hosts and to other sites, for so long. */
export const closed = (maxAge: unknown) => ({
  'max-age': maxAge,
  path: '/',
  secure: true,
  httponly: true,
  samesite: 'Strict',
})

export const cookiesOf = (answer: Response) =>
  Object.fromEntries(setCookies(answer).map(({ name, attributes }) => [name, attributes]))

/** Taken away, with the attributes that they were set with. */
export const cleared = { '__Host-refresh': closed('0'), '__Host-access': closed('0') }

const ended = { status: 401, code: 'session_ended', message: 'Your session has ended. Sign in again.' }
/** For good, that is. */
export const gone = { ...ended, cookies: ['__Host-refresh for 0 s', '__Host-access for 0 s'] }
/** Not necessarily for good: another tab may have the newer cookies. */
export const overtaken = { ...ended, cookies: [] }

export const refresh = (browser: Browser) => browser.post('/session/refresh')

/** The same cookies in a browser of its own. */
export function copyOf(app: Pick<App, 'url'>, { cookies }: Browser): Browser {
  const copy = newBrowser(app)
  for (const [name, value] of cookies) copy.cookies.set(name, value)
  return copy
}
