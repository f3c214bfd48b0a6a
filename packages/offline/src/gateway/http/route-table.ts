/**
 * Which route answers a request, by the rules of an HTTP API: one that fits
 * the whole path goes before one with `{proxy+}`, and both before `$default`.
 *
 * Unlike in a REST API, a route that fits the path and not the method is no
 * route at all: a broader one may still take the request. Paths are compared
 * and handed on decoded, and a slash at the end counts.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
import type { HttpRoute } from '../../config/model.ts'

export type HttpRouteMatch = { route: HttpRoute; pathParameters: Record<string, string> }

type Entry = { route: HttpRoute; method: string; pattern: RegExp; rank: string }

/** Finds the route for a method and a path, which is decoded and behind the stage. */
export function createRouteTable(routes: readonly HttpRoute[]) {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default')
  const entries = routes
    .filter(route => route !== fallback)
    .map(entryOf)
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))

  return (method: string, path: string): HttpRouteMatch | undefined => {
    for (const entry of entries) {
      if (entry.method !== method && entry.method !== 'ANY') continue
      const groups = entry.pattern.exec(path)?.slice(1)
      if (groups) return { route: entry.route, pathParameters: parametersOf(entry.route, groups) }
    }
    return fallback && { route: fallback, pathParameters: {} }
  }
}

function entryOf(route: HttpRoute): Entry {
  const [method = '', path = ''] = route.routeKey.split(' ')
  const segments = path.split('/').slice(1)
  const kinds = segments.map(segment => (segment.endsWith('+}') ? 2 : segment.startsWith('{') ? 1 : 0))
  const pattern = segments.map((segment, index) => [escaped(segment), '([^/]+)', '(.+)'][kinds[index] ?? 0])
  return {
    route,
    method,
    pattern: new RegExp(`^/${pattern.join('/')}$`, 's'),
    // Lower goes first: whole paths, then literal segments before parameters, then the method by name.
    rank: [kinds.includes(2) ? 1 : 0, kinds.join(''), method === 'ANY' ? 1 : 0].join(' '),
  }
}

function parametersOf({ routeKey }: HttpRoute, values: readonly string[]): Record<string, string> {
  const names = [...routeKey.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name = '']) => name)
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
