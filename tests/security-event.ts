/** Lines of the log, as tests expect them. */
import { expect } from 'vitest'
import type { Person } from './person.ts'
import { type App, newBrowser } from './start-app.ts'

/** Of a name or of a session. */
export const digest = expect.stringMatching(/^[0-9a-f]{16}$/)

/** The one line of a request, without what every line has. */
export async function eventOf({ logs }: Pick<App, 'logs'>, answer: Response | Promise<Response>) {
  const { headers } = await answer
  const requestId = headers.get('x-amzn-requestid')
  const lines = logs.map(text => JSON.parse(text)).filter(line => line.requestId === requestId)
  expect(lines).toEqual([
    expect.objectContaining({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      durationMs: expect.any(Number),
      ip: expect.stringMatching(/^(?:127\.0\.0\.1|::1)$/),
    }),
  ])
  const { time, durationMs, ip, requestId: _, ...event } = lines[0]
  return event
}

/** Of a request that went well, or was refused as `outcome`. */
export const line = (
  route: string,
  status: number,
  outcome = 'ok',
  level = outcome === 'ok' ? 'info' : 'warn',
) => ({ level, route, outcome, status })

export const subOf = ({ browser }: Pick<Person, 'browser'>) =>
  JSON.parse(Buffer.from(browser.idToken?.split('.')[1] ?? '', 'base64url').toString()).sub as string

/** As the log has the name of somebody. */
export async function nameOf(app: Pick<App, 'url' | 'logs'>, username: string): Promise<string> {
  return (await eventOf(app, newBrowser(app).post('/sign-in/passkey', { username }))).name
}
