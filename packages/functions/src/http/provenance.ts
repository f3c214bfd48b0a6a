/**
 * Whether one of our own pages has sent a request: what keeps other sites from
 * using the cookies that a browser adds by itself.
 *
 * Browsers say it in Sec-Fetch-Site, and the older ones in Origin, which they
 * leave out where a page reads from its own site. A page cannot make them say
 * something else.
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
import type { Access } from '@latchkey/core/endpoint'
import { AppError } from '@latchkey/core/errors'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { siteUrl } from '../links.ts'
import { header } from './request.ts'

/** `unknown` is what is no browser, or an old one that reads. */
type Provenance = 'own' | 'other' | 'unknown'

/**
 * Refuses as `request_refused` what another site has sent, and on a route that
 * goes by cookies everything that is not known to be ours.
 *
 * Answers whether the cookies of the request count.
 */
export function cookiesCount(access: Access, event: APIGatewayProxyEvent): boolean {
  // A Bearer token is all that counts there, and no browser adds one by itself.
  if (access === 'session') return false

  const provenance = provenanceOf(event)
  const needsProof = access === 'cookie' || (access === 'account' && event.httpMethod !== 'GET')
  if (provenance === 'other' || (provenance === 'unknown' && needsProof))
    throw new AppError('request_refused')
  return provenance === 'own' || access === 'account'
}

function provenanceOf(event: APIGatewayProxyEvent): Provenance {
  const site = header(event, 'sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' ? 'own' : 'other'
  const origin = header(event, 'origin')
  if (origin !== undefined) return origin === new URL(siteUrl()).origin ? 'own' : 'other'
  return 'unknown'
}
