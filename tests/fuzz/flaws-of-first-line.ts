/** What can be wrong with a method and a path. */
import { contract } from '@latchkey/core/contract'
import fc from 'fast-check'
import { kind } from './flaw.ts'

const methodsOf = new Map<string, Set<string>>()
for (const { method, path } of Object.values(contract))
  methodsOf.set(path, (methodsOf.get(path) ?? new Set()).add(method))

export const allMethods = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'],
  ...['PROPFIND', 'PURGE', 'LINK', 'MKCOL', 'REPORT', 'SEARCH', 'QUERY'],
]

export const flawsOfFirstLine = [
  kind('another method', {
    statuses: [403],
    detail: fc.nat(),
    spoil({ route }, index) {
      const others = allMethods.filter(method => !methodsOf.get(contract[route].path)?.has(method))
      return { method: others[index % others.length] ?? 'PUT' }
    },
  }),
  kind('another path', {
    statuses: [403],
    // What stands in the place of the parameter is one.
    fits: row => row.params === undefined,
    detail: fc.constantFrom<(path: string) => string>(
      path => `${path}/x`,
      path => `${path}//`,
      path => `/api/${path.slice('/api'.length)}`,
      path => `${path}%00`,
      path => `${path};x=1`,
      path => `${path}.json`,
      path => `${path}%2f`,
      path => `${path}%3fa=b`,
      path => `${path}\\`,
      path => `${path}/.`,
      path => `${path}/..${path}`,
      path => `/api/x/..${path.slice('/api'.length)}`,
      path => `/api/%2e%2e${path}`,
      path => path.replace(/[a-z](?=[a-z]*$)/, letter => letter.toUpperCase()),
      path => path.replace(/[a-z](?=[a-z]*$)/, letter => `%${letter.charCodeAt(0).toString(16)}`),
      path => `${path}\u00e9`,
      path => path + 'y'.repeat(8000),
      path => path + '/x'.repeat(2000),
    ),
    spoil: ({ request }, change) => ({ path: encodeLatin(change(request.path)) }),
  }),
  kind('the id of no passkey', {
    statuses: [400],
    fits: row => row.params !== undefined,
    detail: fc.oneof(
      fc.constantFrom(
        '%00',
        '%2e%2e',
        '..',
        '.',
        'a.b',
        'a%2fb',
        '%C3%A9',
        "'--",
        '*',
        '{id}',
        'A'.repeat(1401),
        '%',
      ),
      fc.stringMatching(/^[A-Za-z0-9_-]{0,20}[!$&'()*+,;=:@~.%]{1,5}$/),
    ),
    spoil: ({ request }, id) => ({ path: request.path.replace(/[^/]*$/, id) }),
  }),
]

/** The parser of Node takes no other characters there. */
const encodeLatin = (path: string) => path.replace(/[^!-~]/g, letter => encodeURIComponent(letter))
