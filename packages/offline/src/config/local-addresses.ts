import type { AppModel } from './model.ts'

/**
 * Puts the addresses of this machine where a link or a variable holds one that
 * AWS would have given: a router and a site are the origin itself, an API is
 * the path by which a router reaches it.
 */
export function withLocalAddresses(model: AppModel, origin: string): AppModel {
  const routes = model.routers.flatMap(router => router.routes)
  const local = [
    ...[...model.routers, ...model.sites].map(({ id }) => ({ id, address: origin })),
    ...routes.map(({ target, path }) => ({ id: target, address: `${origin}${path}/` })),
  ]
  const replacements = local
    .flatMap(({ id, address }) => {
      const url = model.links[id]?.url
      return typeof url === 'string' ? [{ url, address }] : []
    })
    .sort((a, b) => b.url.length - a.url.length)

  const replace = <T>(value: T): T => {
    if (typeof value === 'string') {
      return replacements.reduce<string>(
        (text, { url, address }) => text.replaceAll(url, address),
        value,
      ) as T
    }
    if (Array.isArray(value)) return value.map(replace) as T
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item)])) as T
  }

  return {
    ...model,
    links: replace(model.links),
    functions: model.functions.map(fn => ({
      ...fn,
      links: replace(fn.links),
      environment: replace(fn.environment),
    })),
    sites: model.sites.map(site => ({ ...site, environment: replace(site.environment) })),
  }
}
