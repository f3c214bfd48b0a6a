import type { Api, AppModel, Distribution } from './model.ts'

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
 *
 * Over TLS a browser would keep to Strict-Transport-Security for every server
 * of this machine, so no distribution sends it.
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

  // All at once: an address of this machine may look like one that is still to be found.
  const addresses = new Map(replacements.toReversed().map(({ url, address }) => [url, address]))
  const known = new RegExp(`(?:${[...addresses.keys()].map(literal).join('|') || '(?!)'})(?!\\d)`, 'g')

  const replace = <T>(value: T): T => {
    if (typeof value === 'string') return value.replace(known, url => addresses.get(url) ?? url) as T
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
    ...(origin.startsWith('https:') && { distributions: model.distributions.map(withoutTransportSecurity) }),
  }
}

function withoutTransportSecurity({ behaviors, ...distribution }: Distribution): Distribution {
  const isKept = ({ name }: { name: string }) => name.toLowerCase() !== 'strict-transport-security'
  return {
    ...distribution,
    behaviors: behaviors.map(({ responseHeaders: headers, ...behavior }) => ({
      ...behavior,
      ...(headers && { responseHeaders: { ...headers, added: headers.added.filter(isKept) } }),
    })),
  }
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The host may stand alone, as that of a relying party does: such a name has a port only if it is told with one. */
function hosts(url: string, origin: string) {
  const [remote, local] = [new URL(url), new URL(origin)]
  return [
    { url: `//${remote.host}`, address: `//${local.host}` },
    { url: remote.host, address: remote.port ? local.host : local.hostname },
  ]
}
