/**
 * What somebody might call a passkey that this browser makes: "Chrome on Linux".
 *
 * Browsers tell it in a string that has been bent for decades, so this is a
 * guess, good enough for a text that can be changed.
 * https://developer.mozilla.org/docs/Web/HTTP/Guides/Browser_detection_using_the_user_agent
 */
import type { members } from '../../words/english/members.ts'
import { fillText } from '../../words/fill.ts'

/** The first that fits counts: most browsers name others along with themselves. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const platforms: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMacintosh\b/, 'Mac'],
  [/\bWindows\b/, 'Windows'],
  [/\bLinux\b/, 'Linux'],
]

type Words = typeof members.passkeys.suggestion

export function suggestedName(userAgent: string, words: Words): string {
  const browser = firstIn(browsers, userAgent) ?? words.browser
  const platform = firstIn(platforms, userAgent)
  return platform ? fillText(words.browserOnPlatform, { browser, platform }) : browser
}

const firstIn = (known: typeof browsers, userAgent: string) =>
  known.find(([pattern]) => pattern.test(userAgent))?.[1]
