import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright'

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Chrome or Chromium: the one that the set-up found, else Playwright's own. */
export function startBrowser(): Promise<Browser> {
  const executablePath = process.env.LATCHKEY_CHROME
  return chromium.launch({ args: quiet, ...(executablePath && { executablePath }) })
}

export type Visitor = AsyncDisposable & {
  page: Page
  /** Warnings and errors of the console, and exceptions that nobody caught. */
  complaints: string[]
}

/** Somebody with a browser profile of their own. */
export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (['warning', 'error'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() }
}
