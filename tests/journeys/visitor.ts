import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'
import { watchAddresses } from './addresses.ts'
import { type Watch, watchForViolations } from './violations.ts'

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Chrome or Chromium: the one that the set-up found, else Playwright's own.
 * It loads a page again that it goes back to, unless it is to keep pages as
 * people's browsers do.
 */
export function startBrowser({ keepsPages = false } = {}): Promise<Browser> {
  const executablePath = process.env.LATCHKEY_CHROME
  return chromium.launch({
    args: quiet,
    ...(keepsPages && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    ...(executablePath && { executablePath }),
  })
}

export type Visitor = AsyncDisposable &
  Pick<Watch, 'violations' | 'origins'> & {
    page: Page
    /** Warnings and errors of the console, and exceptions that nobody caught. */
    complaints: string[]
  }

/** Somebody with a browser profile of their own, whose leaving fails when there were violations. */
export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext(options)
  const { violations, origins, inspect } = await watchForViolations(context)
  const secretsInAddresses = await watchAddresses(context)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (['warning', 'error'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  return {
    page,
    complaints,
    violations,
    origins,
    async [Symbol.asyncDispose]() {
      try {
        await inspect()
      } finally {
        await context.close()
      }
      violations.push(...secretsInAddresses())
      if (violations.length > 0) throw new Error(`A page of ours:\n${violations.join('\n')}`)
    },
  }
}
