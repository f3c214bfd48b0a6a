/** What the infrastructure tells the functions. Each may read only what its route links. */
import { Resource } from 'sst/resource'

/** The user pool's client, from the link `Auth`. */
export const userPoolClient = () => ({ id: Resource.Auth.clientId, secret: Resource.Auth.clientSecret })

/** What the signed-in may read, from the link `Secret`. */
export const secretText = () => Resource.Secret.value

/** Where people reach the site, without a slash at the end, from the link `SiteAddress`. */
export const siteUrl = () => Resource.SiteAddress.url.replace(/\/$/, '')
