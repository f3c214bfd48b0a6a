import { expect, test, vi } from 'vitest'

vi.hoisted(() => {
  process.env.SST_RESOURCE_SiteAddress = JSON.stringify({ url: 'https://latchkey.example/' })
})
const { handler } = await import('./custom-message.ts')

const eventFor = (triggerSource: string, userName = 'ada') => ({
  version: '1',
  triggerSource,
  region: 'us-east-1',
  userPoolId: 'us-east-1_Pool',
  userName,
  callerContext: { awsSdkVersion: '3', clientId: 'client' },
  request: {
    userAttributes: { email: 'ada@example.test' },
    codeParameter: '{####}',
    linkParameter: '{##Click Here##}',
    usernameParameter: triggerSource.endsWith('AdminCreateUser') ? '{username}' : null,
  },
  response: { smsMessage: null, emailMessage: null, emailSubject: null },
})

type Answered = { response: { emailMessage: string; emailSubject: string } }

const messageFor = async (source: string, userName?: string) =>
  ((await handler(eventFor(source, userName))) as Answered).response

/** What is left with the markup taken off, line by line. */
const linesOf = (html: string) =>
  html
    .replace(/^.*<body>/s, '')
    .replace(/<br>|<\/p>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')

test.each([
  [
    'CustomMessage_SignUp',
    'Confirm your Latchkey account',
    '24 hours',
    'https://latchkey.example/confirm#username=ada',
  ],
  [
    'CustomMessage_ResendCode',
    'Your new Latchkey code',
    '24 hours',
    'https://latchkey.example/confirm#username=ada',
  ],
  [
    'CustomMessage_ForgotPassword',
    'Reset your Latchkey password',
    '1 hour',
    'https://latchkey.example/reset-password#username=ada',
  ],
  [
    'CustomMessage_UpdateUserAttribute',
    'Confirm your new email address for Latchkey',
    '24 hours',
    'https://latchkey.example/account#email-code',
  ],
  [
    'CustomMessage_VerifyUserAttribute',
    'Confirm your email address for Latchkey',
    '24 hours',
    'https://latchkey.example/account#email-code',
  ],
  [
    'CustomMessage_AdminCreateUser',
    'Your Latchkey account is ready',
    '7 days',
    'https://latchkey.example/sign-in',
  ],
])('%s: the code alone on its line, how long it works, and a link', async (source, subject, lasts, url) => {
  const { emailSubject, emailMessage } = await messageFor(source)
  expect(emailSubject).toBe(subject)
  const lines = linesOf(emailMessage)
  expect(lines).toEqual(
    expect.arrayContaining(['Latchkey', 'Hello ada,', '{####}', `It works for ${lasts}.`, url]),
  )
  expect(emailMessage).toContain(`href="${url}"`)
  expect(emailMessage.split('{####}')).toHaveLength(2)
  expect(emailMessage).not.toMatch(/<img|<link|<script|src=|@import|url\(/)
  expect(emailMessage.length).toBeLessThan(20_000)
})

test('an invitation names the username, where Cognito puts it', async () => {
  const { emailMessage } = await messageFor('CustomMessage_AdminCreateUser')
  expect(linesOf(emailMessage)).toContain('Your username is {username}')
})

test('a name is text in the letter and data in the link, and takes the place of no code', async () => {
  const name = `<b>"a&b' {####}#?=`
  const { emailMessage } = await messageFor('CustomMessage_SignUp', name)
  expect(linesOf(emailMessage)).toContain(`Hello ${name},`)
  expect(emailMessage).not.toContain('<b>')
  expect(emailMessage.split('{####}')).toHaveLength(2)

  const href = /href="([^"]*)"/.exec(emailMessage)?.[1]?.replaceAll('&#38;', '&') ?? ''
  const { pathname, hash } = new URL(href)
  expect(pathname).toBe('/confirm')
  expect(new URLSearchParams(hash.slice(1)).get('username')).toBe(name)
})

test('half a character in a name breaks nothing', async () => {
  const { emailMessage } = await messageFor('CustomMessage_ForgotPassword', 'ada\ud83d')
  expect(linesOf(emailMessage)).toContain('Hello ada\ufffd,')
})

test.each([
  ['CustomMessage_Authentication', eventFor('CustomMessage_Authentication')],
  ['a source of later days', eventFor('constructor')],
  ['no request', { ...eventFor('CustomMessage_SignUp'), request: null }],
  ['no place for the code', { ...eventFor('CustomMessage_SignUp'), request: {} }],
  ['nothing', null],
])('%s: goes back as it came', async (_, event) => {
  expect(await handler(structuredClone(event))).toEqual(event)
})
