import type { Api, AppModel } from './model.ts'

/** Addresses by the logical names of APIs. */
export type ApiOrigins = ReadonlyMap<string, string>

/**
 * Where each API answers on this machine, its stage included and without a
 * slash at the end: at its own origin where it has one, else below the path by
 * which a router reaches it.
 */
export function apiAddresses(
  { apis, routers }: Pick<AppModel, 'apis' | 'routers'>,
  origin: string,
  apiOrigins: ApiOrigins,
) {
  const routes = routers.flatMap(router => router.routes)
  return apis.flatMap(api => {
    const own = apiOrigins.get(api.id)
    if (own !== undefined) return { id: api.id, url: own + stagePath(api) }
    const route = routes.find(({ target }) => target === api.id)
    if (!route) return []
    // A router that rewrites nothing hands on the path as it is.
    return { id: api.id, url: origin + (route.rewrite ? route.path.replace(/\/$/, '') : stagePath(api)) }
  })
}

const stagePath = ({ stage }: Api) => (stage === '$default' ? '' : `/${stage}`)

/**
 * Puts the addresses of this machine where a link or a variable holds one that
 * AWS would have given: a router and a site are the origin itself, an API is
 * where `apiAddresses` says.
 */
export function withLocalAddresses(model: AppModel, origin: string, apiOrigins: ApiOrigins): AppModel {
  const urlOf = (id: string) => {
    const url = model.links[id]?.url
    return typeof url === 'string' ? [url.replace(/\/$/, '')] : []
  }
  const replacements = [
    ...[...model.routers, ...model.sites].flatMap(({ id }) =>
      urlOf(id).flatMap(url => [{ url, address: origin }, ...hosts(url, origin)]),
    ),
    // Before links: that to an HTTP API is its origin alone, on AWS as here, even where its stage has a name.
    ...model.apis.flatMap(({ id, apiId }) => {
      const address = apiOrigins.get(id)
      return address ? [{ url: `https://${apiId}.execute-api.${model.region}.amazonaws.com`, address }] : []
    }),
    ...apiAddresses(model, origin, apiOrigins).flatMap(({ id, url: address }) =>
      urlOf(id).map(url => ({ url, address })),
    ),
  ].sort((a, b) => b.url.length - a.url.length)

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
    userPools: replace(model.userPools),
    links: replace(model.links),
    functions: model.functions.map(fn => ({
      ...fn,
      links: replace(fn.links),
      environment: replace(fn.environment),
    })),
    sites: model.sites.map(site => ({ ...site, environment: replace(site.environment) })),
  }
}

/** The host may stand alone, as that of a relying party does: such a name has no port. */
function hosts(url: string, origin: string) {
  const [remote, local] = [new URL(url), new URL(origin)]
  return [
    { url: `//${remote.host}`, address: `//${local.host}` },
    { url: remote.host, address: local.hostname },
  ]
}
