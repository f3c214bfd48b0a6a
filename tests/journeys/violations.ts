/**
 * What no page of ours may ever do, whatever a journey is about: be stopped by
 * the content security policy, fail with an exception that nobody catches, ask
 * another origin than its own, keep anything where a script can read it that
 * is not on the list below.
 */
import type { BrowserContext, Page } from 'playwright'

/** By key: a note that there is a session, one that a passkey was used here, the language that was chosen, and when the next code may be asked for. */
const mayBeKept: Readonly<Record<string, RegExp>> = {
  'latchkey.presence': /^(signed-in|leaving)$/,
  'latchkey.passkey': /^known$/,
  'latchkey.language': /^(en|de|en-XA|ar-XB)$/,
  'latchkey.next-sign-up-code-at': /^\d{13}$/,
  'latchkey.next-reset-code-at': /^\d{13}$/,
  'latchkey.next-email-code-at': /^\d{13}$/,
  // The runtime's own: how its hint is shown, and until when the inbox has been read.
  'offline.hint': /^small$/,
  'offline.seen': /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
}

/** What one screen hands to the next in a history entry. */
const mayBeHandedOver = ['because', 'destination', 'identifier', 'isCodeSent', 'username']

declare global {
  interface Window {
    /** Reaches the test from the page. */
    reportViolation(text: string): void
    reportKept(where: string, key: string, value: string): void
  }
}

export type Watch = {
  /** What was found so far. A journey that is about one takes it out. */
  violations: string[]
  /** Where pages may send requests: to the first address, and to what is added. */
  origins: Set<string>
  /** Looks at what the open pages hold at this moment. */
  inspect: () => Promise<void>
}

/** Looks at every page of a browser profile from its first moment on. */
export async function watchForViolations(context: BrowserContext): Promise<Watch> {
  const violations: string[] = []
  const origins = new Set<string>()

  const noteKept = (where: string, key: string, value: string) => {
    if (!mayBeKept[key]?.test(value)) violations.push(`${where} holds ${key}`)
  }
  await context.exposeBinding('reportViolation', (_, text: string) => violations.push(text))
  await context.exposeBinding('reportKept', (_, ...kept: [string, string, string]) => noteKept(...kept))
  await context.addInitScript(reportFromPage)

  context.on('weberror', weberror => violations.push(`uncaught: ${weberror.error().message}`))
  context.on('request', request => {
    const { protocol, origin } = new URL(request.url())
    if (!protocol.startsWith('http')) return
    if (origins.size === 0) origins.add(origin)
    if (!origins.has(origin)) violations.push(`request to ${origin}`)
  })

  const inspect = async () => {
    for (const page of context.pages()) {
      const held = await heldBy(page)
      for (const [where, key, value] of held.entries) noteKept(where, key, value)
      for (const key of held.handedOver) {
        if (!mayBeHandedOver.includes(key)) violations.push(`a history entry holds ${key}`)
      }
    }
  }
  return { violations, origins, inspect }
}

/** Runs in every page before its own scripts do. */
function reportFromPage() {
  document.addEventListener('securitypolicyviolation', event =>
    window.reportViolation(`${event.effectiveDirective} stops ${event.blockedURI}`),
  )
  // Nothing is found afterwards of what was kept for a moment only.
  const { setItem } = Storage.prototype
  Storage.prototype.setItem = function (key, value) {
    window.reportKept('storage', key, value)
    setItem.call(this, key, value)
  }
}

type Entry = [where: string, key: string, value: string]

const heldBy = (page: Page): Promise<{ entries: Entry[]; handedOver: string[] }> =>
  page.evaluate(async () => {
    // Pages of the browser itself have no storage, and may not ask for any.
    if (origin === 'null') return { entries: [], handedOver: [] }
    const databases = await indexedDB.databases()
    const cacheNames = await caches.keys()
    const cookies = document.cookie.split('; ').filter(Boolean)
    const entriesOf = (where: string, storage: Storage) =>
      Object.entries(storage).map(([key, value]): Entry => [where, key, value])
    return {
      entries: [
        ...entriesOf('localStorage', localStorage),
        ...entriesOf('sessionStorage', sessionStorage),
        ...databases.map(({ name = '' }): Entry => ['IndexedDB', name, '']),
        ...cacheNames.map((name): Entry => ['Cache Storage', name, '']),
        ...cookies.map((cookie): Entry => ['document.cookie', cookie.split('=')[0] ?? '', '']),
      ],
      handedOver: Object.keys(history.state ?? {}),
    }
  })
