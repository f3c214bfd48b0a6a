/**
 * What of AWS and SST is run, in Markdown for the README. It is made from the
 * code that runs it, so that it says no more and no less.
 */
import { clientOmissions } from './cognito/client.ts'
import { supportedOperations } from './cognito/operations.ts'
import { poolOmissions, poolRefusals } from './cognito/pool.ts'
import { operationNames } from './cognito/wire/operation-names.ts'
import { understoodTypes } from './config/unsupported.ts'

type Component = { runs: string; leavesOut?: string }

/** By type token. What a component asks for beyond this is named at start. */
const components: Readonly<Record<string, Component>> = {
  'sst:aws:ApiGatewayV1': {
    runs: 'REST API: Lambda and mock integrations, Cognito authorizers, models and validators, throttles, gateway responses, CORS, stage variables, binary media types',
    leavesOut: 'Lambda and IAM authorizers, API keys, caches, private endpoints, other integrations',
  },
  'sst:aws:ApiGatewayV2': {
    runs: 'HTTP API: Lambda integrations, JWT authorizers of pools in the graph, CORS, throttles, stages',
    leavesOut:
      'other issuers, Lambda and IAM authorizers, payload format 1.0, URL and private integrations, WebSockets',
  },
  'sst:aws:CognitoUserPool': {
    runs: 'users, sign-in, factors, triggers: see the operations and settings below',
    leavesOut: 'domains and managed login, identity providers, groups, devices',
  },
  'sst:aws:CognitoUserPoolClient': { runs: 'every setting', leavesOut: clientOmissions.join(', ') },
  'sst:aws:Function': {
    runs: 'Node.js handlers, bundled by esbuild, in worker threads, reloaded on save; links, environment, time-outs',
    leavesOut: 'other runtimes, layers, esbuild plugins, function URLs, response streaming, IAM',
  },
  'sst:aws:Router': {
    runs: "paths to APIs and the site; in the preview SST's own routing function, cache behaviours and response headers",
    leavesOut: 'caching, WAF, custom error pages, functions on responses, routes to other origins',
  },
  'sst:aws:StaticSite': {
    runs: 'one site: by its Vite development server, or built',
    leavesOut: 'sites that are not built with Vite, except in the preview',
  },
  'sst:sst:Linkable': { runs: 'read as `Resource.<name>` by the functions that it is linked to' },
  'sst:sst:Secret': { runs: 'from `SST_SECRET_<NAME>`, or its placeholder' },
}

export function supportTable(): string {
  return [
    '### Components of SST',
    '',
    table(
      ['Component', 'Run', 'Left out, and named at start'],
      Object.entries(components).map(([type, { runs, leavesOut }]) => [sstName(type), runs, leavesOut ?? '']),
    ),
    '',
    '### Settings of user pools',
    '',
    'All of them are applied, except:',
    '',
    table(
      ['', 'Setting'],
      [
        ['The start is refused for', poolRefusals.join(', ')],
        ['Named at start, and left out', poolOmissions.join(', ')],
      ],
    ),
    '',
    '### Operations of Cognito',
    '',
    table(
      ['Operation', 'Left out'],
      [...supportedOperations].map(([name, { leavesOut }]) => [`\`${name}\``, leavesOut ?? '']),
    ),
    '',
    `The other ${operationNames.size - supportedOperations.size} operations of the service answer \`OfflineUnsupportedOperation\` (501).`,
  ].join('\n')
}

/** Components are understood as wholes; their parts have no row of their own. */
export const componentsWithoutRow = () =>
  understoodTypes.filter(
    type =>
      /^sst:/.test(type) &&
      !Object.keys(components).some(known => type.startsWith(known)) &&
      !parts.has(type),
  )

export const rowsWithoutComponent = () =>
  Object.keys(components).filter(type => !understoodTypes.includes(type))

/** Made by a component that has a row. */
const parts: ReadonlySet<string> = new Set(['sst:aws:CDN', 'sst:aws:RouterUrlRoute', 'sst:sst:LinkRef'])

const sstName = (type: string) => `\`${type.replace(/^sst:sst:/, 'sst.').replaceAll(':', '.')}\``

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
