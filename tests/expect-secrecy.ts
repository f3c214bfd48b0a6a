import { addSecret, exchangesAt, type SecretKind, secretsIn } from './secret-recorder.ts'
import type { App } from './start-app.ts'

/** Fit for a message, whatever was found in it. */
const excerptLength = 500

/**
 * Throws where something that was secret while the app ran is in what it has
 * logged or reported, in the URL of a request, or in what a request was refused
 * with.
 *
 * A refusal may say the name that it is about. The messages of the app are
 * given, because nobody can be asked for them once it is gone.
 */
export function expectSecrecy(
  { url, apis, logs, errors, reports }: Pick<App, 'url' | 'apis' | 'logs' | 'errors' | 'reports'>,
  messages: ReturnType<App['messages']>,
) {
  for (const { code } of messages) {
    // An invitation has a password in its place.
    if (code !== null) addSecret(/^\d{6}$/.test(code) ? 'code' : 'password', code)
  }

  const ports = new Set([url, ...apis.map(api => api.url)].map(portOf))
  const exchanges = [...ports].map(exchangesAt)
  const urls = exchanges.flatMap(({ urls }) => [...urls].filter(url => !url.startsWith('/__offline/')))
  const leaks = [
    ...leaksIn('a line of the log', logs),
    ...leaksIn('a report of the runtime', [...reports, ...errors.map(textOf)]),
    ...leaksIn('the URL of a request', urls),
    ...leaksIn(
      'what was answered to a request that was refused',
      exchanges.flatMap(({ refusals }) => refusals),
      ['password', 'code', 'token'],
    ),
  ]
  if (leaks.length > 0) throw new Error(`What is secret has come out.\n${leaks.slice(0, 5).join('\n')}`)
}

const allKinds: SecretKind[] = ['password', 'code', 'token', 'name']

const leaksIn = (place: string, texts: string[], kinds = allKinds) =>
  texts.flatMap(text => {
    const found = [...secretsIn(text)].filter(kind => kinds.includes(kind))
    return found.length > 0 ? [`A ${found.join(', a ')} is in ${place}: ${text.slice(0, excerptLength)}`] : []
  })

const portOf = (address: string) => Number(new URL(address).port)

const textOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))
