/** What can be wrong with where a request comes from, and with whom it is for. */
import type { Endpoint } from '@latchkey/core/endpoint'
import fc from 'fast-check'
import { hasBody, kind, withHeaders } from './flaw.ts'
import type { Draft, World } from './world.ts'

const wantsToken = ({ access }: Endpoint) => access === 'session' || access === 'account'
const wantsCookies = ({ access }: Endpoint) => access === 'cookie' || access === 'account'
const goesByAccessCookie = ({ access }: Endpoint) => access === 'account'

export const flawsOfHeaders = [
  kind('another content type', {
    statuses: [415],
    fits: hasBody,
    detail: fc.constantFrom(
      [],
      [''],
      ['text/plain'],
      ['text/plain;application/json'],
      ['application/x-www-form-urlencoded'],
      ['multipart/form-data; boundary=x'],
      ['application/jsonp'],
      ['application/json-patch+json'],
      ['application/vnd.api+json'],
      ['text/json'],
      ['application/json, text/plain'],
      ['application/json', 'text/plain'],
      ['text/plain', 'application/json'],
      ['application/json', 'application/json'],
      ['application'],
    ),
    spoil: (draft, types) => withHeaders(draft, 'Content-Type', ...types),
  }),
  kind('another origin', {
    statuses: [403],
    fits: row => row.access !== 'session',
    detail: fc.oneof(
      fc
        .constantFrom('cross-site', 'same-site', 'none', '', 'SAME-ORIGIN', 'same-origin, same-origin')
        .map((site): [string, string] => ['Sec-Fetch-Site', site]),
      fc
        .constantFrom(
          'null',
          'https://other.example',
          'http://localhost',
          'http://localhost.other.example',
          '',
        )
        .map((origin): [string, string] => ['Origin', origin]),
    ),
    spoil(draft, [name, value]) {
      const unproven = { ...draft, request: { ...draft.request, ...withHeaders(draft, 'Sec-Fetch-Site') } }
      return withHeaders(unproven, name, value)
    },
  }),
  kind('no origin', {
    statuses: [403],
    fits: row => wantsCookies(row) && row.method !== 'GET',
    detail: fc.constant('left out'),
    spoil: draft => withHeaders(draft, 'Sec-Fetch-Site'),
  }),
  kind('another ID token', {
    statuses: [401],
    fits: wantsToken,
    detail: fc.oneof(
      fc.constantFrom<(token: string, draft: Draft, world: World) => string[]>(
        () => [],
        token => [`Bearer ${token}`, `Bearer ${token}`],
        token => [`bearer ${token}`],
        token => [`Bearer  ${token}`],
        token => [`Bearer ${token}.`],
        token => [`Bearer ${token.slice(0, -4)}AAAA`],
        token => [`Bearer ${token.split('.').slice(0, 2).join('.')}.`],
        (_, __, world) => [`Bearer ${world.expiredIdToken}`],
        (_, draft) => [`Bearer ${draft.browser?.cookies.get('__Host-access')}`],
        (_, draft) => [`Bearer ${draft.browser?.cookies.get('__Host-refresh')}`],
      ),
      fc.stringMatching(/^[!-~]{0,60}$/).map(text => () => [`Bearer ${text}`]),
      fc.stringMatching(/^[!-~]{1,60}$/).map(text => () => [text]),
    ),
    spoil: (draft, tokens, world) =>
      withHeaders(draft, 'Authorization', ...tokens(draft.browser?.idToken ?? '', draft, world)),
  }),
  kind("somebody else's ID token", {
    statuses: [401],
    fits: goesByAccessCookie,
    detail: fc.constant('beside the cookies'),
    spoil: (draft, _, { owner, other }) =>
      withHeaders(
        draft,
        'Authorization',
        `Bearer ${(draft.browser === owner.browser ? other : owner).browser.idToken}`,
      ),
  }),
  kind('another access token', {
    statuses: [401],
    fits: goesByAccessCookie,
    detail: fc.oneof(
      fc.constantFrom<(token: string, draft: Draft, world: World) => string>(
        () => '',
        token => `__Host-access="${token}"`,
        token => `__host-access=${token}`,
        token => `\u00a0__Host-access=${token}`,
        token => `__Host-access=${token}.`,
        token => `__Host-access=${token},${token}`,
        token => `__Host-access=x; __Host-access=${token}`,
        token => `__Host-access=${token.slice(0, -4)}AAAA`,
        token => `__Host-access=${token.split('.').slice(0, 2).join('.')}.AAAA`,
        (_, draft) => `__Host-access=${draft.browser?.idToken}`,
        (_, draft) => `__Host-access=${draft.browser?.cookies.get('__Host-refresh')}`,
        (_, draft, { owner, other }) =>
          `__Host-access=${(draft.browser === owner.browser ? other : owner).browser.cookies.get('__Host-access')}`,
      ),
      fc.stringMatching(/^[!-~]{0,60}$/).map(text => () => `__Host-access=${text}`),
      fc.integer({ min: 4000, max: 6000 }).map(length => () => `__Host-access=${'x'.repeat(length)}`),
    ),
    spoil: (draft, cookies, world) =>
      withHeaders(draft, 'Cookie', cookies(draft.browser?.cookies.get('__Host-access') ?? '', draft, world)),
  }),
  kind('another refresh token', {
    statuses: [401],
    fits: (_, route) => route === 'refreshSession',
    detail: fc.oneof(
      fc.constantFrom(
        '',
        '__Host-refresh=',
        '__host-refresh=x',
        'refresh=x',
        '__Host-access=x',
        '=__Host-refresh',
      ),
      fc.stringMatching(/^[!-:<-~]{1,60}$/).map(text => `__Host-refresh=${text}`),
      fc.integer({ min: 4000, max: 6000 }).map(length => `__Host-refresh=${'x'.repeat(length)}`),
    ),
    spoil: (draft, cookie) => withHeaders(draft, 'Cookie', cookie),
  }),
  kind('more headers than there is room for', {
    statuses: [431],
    detail: fc.oneof(
      fc
        .integer({ min: 10_300, max: 40_000 })
        .map((length): [string, string][] => [['X-Large', 'x'.repeat(length)]]),
      fc
        .integer({ min: 10_300, max: 40_000 })
        .map((length): [string, string][] => [['Cookie', `a=${'x'.repeat(length)}`]]),
      fc
        .integer({ min: 400, max: 800 })
        .map(count =>
          Array.from({ length: count }, (_, index): [string, string] => [
            `X-Header-${index}`,
            'one of very many',
          ]),
        ),
    ),
    spoil: ({ request }, headers) => ({ headers: [...request.headers, ...headers] }),
  }),
]
