/** A letter says what it says whatever somebody is called: a name is text in it, and nothing else. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'

vi.hoisted(() => {
  process.env.SST_RESOURCE_SiteAddress = JSON.stringify({ url: 'https://latchkey.example/' })
})
const { handler } = await import('./custom-message.ts')

const sources = [
  'CustomMessage_SignUp',
  'CustomMessage_ResendCode',
  'CustomMessage_ForgotPassword',
  'CustomMessage_UpdateUserAttribute',
  'CustomMessage_VerifyUserAttribute',
  'CustomMessage_AdminCreateUser',
]

const places = { code: '{####}', username: '{username}', link: '{##Click Here##}' }

/** Names of which Cognito knows no rule but a length: ours come from a browser, others from an administrator. */
const name = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        ...[
          '<',
          '>',
          '"',
          "'",
          '&',
          '{',
          '}',
          '#',
          '####',
          '{####}',
          '{username}',
          '{##Click Here##}',
          '&#60;',
          '&lt;',
        ],
        ...[
          '<script>',
          '</p>',
          '<!--',
          '-->',
          '<img src=x onerror=alert(1)>',
          ' style="',
          'javascript:',
          '//',
          '?',
          '=',
        ],
        ...[
          '\r\n',
          '\0',
          '\u202e',
          '\u2028',
          '\ud83d',
          '\ufeff',
          '%0a',
          '+',
          'ada',
          '日本',
          '📱',
          ' ',
          '$&',
          '$1',
        ],
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map(parts => parts.join('').slice(0, 128)),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }),
)

async function letterFor(
  triggerSource: string,
  userName: string,
): Promise<{ subject: string; html: string }> {
  const event = {
    triggerSource,
    userName,
    request: {
      userAttributes: {},
      codeParameter: places.code,
      linkParameter: places.link,
      usernameParameter: triggerSource.endsWith('AdminCreateUser') ? places.username : null,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  }
  const { response } = (await handler(event)) as { response: { emailSubject: string; emailMessage: string } }
  return { subject: response.emailSubject, html: response.emailMessage }
}

const tagsOf = (html: string) => html.match(/<[^>]*>/g) ?? []
/** With all markup taken off. */
const textOf = (html: string) =>
  html.replace(/<[^>]*>/g, '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
const times = (text: string, part: string) => text.split(part).length - 1

test('markup in a name is text: a letter has the same tags whoever it is for, but for the name in its links', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...sources), name, async (source, given) => {
      const plain = await letterFor(source, 'ada')
      const { subject, html } = await letterFor(source, given)
      expect(subject).toBe(plain.subject)
      const withoutName = (tags: string[]) => tags.map(tag => tag.replace(/#username=[^"]*"/, '"'))
      expect(withoutName(tagsOf(html))).toEqual(withoutName(tagsOf(plain.html)))
      expect(textOf(html)).toContain(`Hello ${given.toWellFormed()},`)
    }),
    { numRuns: 1000 },
  )
})

test('a name takes no place of the code, of the username or of a link, and leaves the letter within its length', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...sources), name, async (source, given) => {
      const { html } = await letterFor(source, given)
      expect(times(html, places.code)).toBe(1)
      expect(times(html, places.username)).toBe(source.endsWith('AdminCreateUser') ? 1 : 0)
      expect(times(html, places.link)).toBe(0)
      expect(html.length).toBeLessThan(20_000)
    }),
    { numRuns: 1000 },
  )
})

test('a link leads to our own page, and brings the name along as it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...sources), name, async (source, given) => {
      const { html } = await letterFor(source, given)
      const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => textOf(href))
      expect(links.length).toBeGreaterThan(0)
      for (const link of links) {
        const { origin, pathname, search, hash } = new URL(link)
        expect([origin, search]).toEqual(['https://latchkey.example', ''])
        const named = [['username', given.toWellFormed()]]
        expect({
          '/confirm': named,
          '/reset-password': named,
          '/account': [['email-code', '']],
          '/sign-in': [],
        }).toHaveProperty([pathname], [...new URLSearchParams(hash.slice(1))])
      }
    }),
    { numRuns: 1000 },
  )
})
