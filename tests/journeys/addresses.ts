/** That no page of ours puts what is secret where a browser remembers it: in an address, or in an entry of its history. */
import type { BrowserContext } from 'playwright'
import { secretsIn } from '../secret-recorder.ts'

declare global {
  interface Window {
    /** Reaches the test from the page. */
    reportEntry(entry: string): void
  }
}

/**
 * Notes every address and every history entry of a browser profile. Gives what
 * is secret in them by the end, when all that was secret is known.
 *
 * A name may be there: in an address behind the `#`, where servers do not see
 * it, and in what one screen hands to the next.
 */
export async function watchAddresses(context: BrowserContext): Promise<() => string[]> {
  const noted = new Set<string>()
  await context.exposeBinding('reportEntry', (_, entry: string) => noted.add(entry))
  await context.addInitScript(reportEntries)
  context.on('page', page => page.on('framenavigated', frame => noted.add(frame.url())))
  context.on('request', request => noted.add(request.url()))

  return () =>
    [...noted].flatMap(text => {
      const found = [...secretsIn(text)].filter(kind => kind !== 'name')
      return found.length > 0 ? [`a ${found.join(', a ')} in an address: ${text}`] : []
    })
}

/** Runs in every page before its own scripts do. */
function reportEntries() {
  const { pushState, replaceState } = History.prototype
  History.prototype.pushState = function (state, unused, url) {
    window.reportEntry(JSON.stringify([state, url]))
    pushState.call(this, state, unused, url)
  }
  History.prototype.replaceState = function (state, unused, url) {
    window.reportEntry(JSON.stringify([state, url]))
    replaceState.call(this, state, unused, url)
  }
}
