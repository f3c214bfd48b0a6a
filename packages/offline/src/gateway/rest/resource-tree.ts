/**
 * Which route answers a path, by API Gateway's rules: of the resources that
 * fit, a literal segment goes before `{param}`, and that before `{proxy+}`.
 *
 * The resource is chosen before the method is looked at. A path whose
 * resource lacks the method is refused even where `{proxy+}` would take it,
 * and that includes resources that exist only as parents of others.
 *
 * Segments are compared and handed on as they came, percent-encoding and all,
 * as REST APIs do (HTTP APIs decode).
 */
import type { RestRoute } from '../../config/model.ts'

type Resource = {
  literals: Map<string, Resource>
  parameter?: { name: string; resource: Resource }
  greedy?: { name: string; resource: Resource }
  /** By method. */
  routes: Map<string, RestRoute>
}

export type RouteMatch = { route: RestRoute; pathParameters: Record<string, string> }

type ResourceMatch = { resource: Resource; pathParameters: Record<string, string> }

/** Finds the route for a method and a path; nothing means that the gateway has no such method. */
export function createResourceTree(routes: readonly RestRoute[]) {
  const root = newResource()
  for (const route of routes) add(root, route)

  return (method: string, path: string): RouteMatch | undefined => {
    const found = find(root, segmentsOf(path), 0)
    const route = found?.resource.routes.get(method) ?? found?.resource.routes.get('ANY')
    return found && route ? { route, pathParameters: found.pathParameters } : undefined
  }
}

function newResource(): Resource {
  return { literals: new Map(), routes: new Map() }
}

function add(root: Resource, route: RestRoute) {
  let resource = root
  for (const segment of segmentsOf(route.path)) {
    const name = /^\{(.+?)(\+?)\}$/.exec(segment)
    if (!name?.[1]) {
      const next = resource.literals.get(segment) ?? newResource()
      resource.literals.set(segment, next)
      resource = next
    } else {
      const kind = name[2] ? 'greedy' : 'parameter'
      resource[kind] ??= { name: name[1], resource: newResource() }
      resource = resource[kind].resource
    }
  }
  resource.routes.set(route.method, route)
}

/** One slash at the end does not count: `/files/` is the resource `/files`. */
function segmentsOf(path: string): string[] {
  const trimmed = path.replace(/^\//, '').replace(/\/$/, '')
  return trimmed === '' ? [] : trimmed.split('/')
}

function find(resource: Resource, segments: readonly string[], depth: number): ResourceMatch | undefined {
  const segment = segments[depth]
  if (segment === undefined) return { resource, pathParameters: {} }

  const literal = resource.literals.get(segment)
  const exact = literal && find(literal, segments, depth + 1)
  if (exact) return exact
  if (segment === '') return undefined

  if (resource.parameter) {
    const { name, resource: child } = resource.parameter
    const rest = find(child, segments, depth + 1)
    if (rest) return { ...rest, pathParameters: { [name]: segment, ...rest.pathParameters } }
  }
  if (resource.greedy) {
    const { name, resource: child } = resource.greedy
    return { resource: child, pathParameters: { [name]: segments.slice(depth).join('/') } }
  }
  return undefined
}
