/**
 * What our emails look like: one column of text that reads the same with all
 * markup taken off. Nothing is loaded from elsewhere, and no colour is set, so
 * a mail client that is dark stays dark.
 */
import { appName } from '@latchkey/core/app-name'

export type Letter = {
  subject: string
  username: string
  /** Where Cognito puts the username; nothing where it puts none. */
  usernamePlace: string | null | undefined
  /** Where Cognito puts the code. */
  codePlace: string
  /** What the letter is about and what to do. */
  about: string
  /** For how long the code works. */
  lasts: string
  link: { label: string; url: string }
  /** What to do if this was sent to the wrong person. */
  otherwise: string
}

const styles = {
  page: 'max-width:32em;font:16px/1.5 system-ui,-apple-system,Segoe UI,Arial,sans-serif',
  code: 'margin:24px 0;font:700 28px/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:0.08em',
  aside: 'font-size:14px',
}

/** Cognito takes up to 20,000 characters; this is a tenth of that. */
export function letterHtml({
  subject,
  username,
  usernamePlace,
  codePlace,
  about,
  lasts,
  link,
  otherwise,
}: Letter): string {
  const url = escaped(link.url)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(subject)}</title>
</head>
<body>
<div style="${styles.page}">
<p><strong>${appName}</strong></p>
<p>Hello ${escaped(username)},</p>
<p>${escaped(about)}</p>
${usernamePlace ? `<p>Your username is <strong>${usernamePlace}</strong></p>\n` : ''}<p style="${styles.code}">${codePlace}</p>
<p>It works for ${lasts}.</p>
<p><a href="${url}">${escaped(link.label)}</a></p>
<p style="${styles.aside}">Or open this address:<br>
<a href="${url}">${url}</a></p>
<p style="${styles.aside}">${escaped(otherwise)}</p>
</div>
</body>
</html>`
}

/** Braces too: a name may look like one of Cognito's places. */
const escaped = (text: string) =>
  text.toWellFormed().replace(/[&<>"'{}]/g, character => `&#${character.charCodeAt(0)};`)
