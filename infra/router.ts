/**
 * One origin for the site and the API: no preflight requests, first-party
 * cookies, and a content security policy that names nobody else.
 */
import { createHash } from 'node:crypto'
import { countApiOnly, firewall } from './firewall.ts'
import { apiHeaders, siteHeaders } from './response-headers.ts'

/** CloudFront's managed CachingDisabled policy. */
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'

/** Logical name of the site that stands behind the router. */
export const siteName = 'Site'

/** Under which SST's routing function finds the names of the site's files in its key-value store. */
const siteNamespace = createHash('md5')
  .update(`${$app.name}-${$app.stage}-${siteName}`)
  .digest('hex')
  .substring(0, 4)

/**
 * SST's routing function gives the page to every path it does not know. That
 * is right for `/secret`, which is a screen, and wrong for `/logo.png`: what is
 * named like a file is that file or nothing. The bucket answers for `/assets/`
 * itself.
 */
const missingFiles = `
  if (/\\.[^/]*$/.test(event.request.uri) && !/^\\/(api|assets)\\//.test(event.request.uri)) {
    const isFile = await cf.kvs().exists("${siteNamespace}:" + event.request.uri);
    if (!isFile) return { statusCode: 404, statusDescription: "Not Found" };
  }`

export const router = new sst.aws.Router('Router', {
  edge: { viewerRequest: { injection: missingFiles } },
  waf: firewall,
  transform: {
    waf: countApiOnly,
    cdn: args => {
      // SST puts neither cookies nor Authorization into the cache key: an
      // answer of the API must never be kept.
      args.orderedCacheBehaviors = $resolve([args.defaultCacheBehavior]).apply(([behavior]) => [
        {
          ...behavior,
          pathPattern: '/api/*',
          cachePolicyId: cachingDisabled,
          viewerProtocolPolicy: 'https-only',
          responseHeadersPolicyId: apiHeaders.id,
        },
      ])
      // What is left are files.
      args.defaultCacheBehavior = $resolve([args.defaultCacheBehavior]).apply(([behavior]) => ({
        ...behavior,
        allowedMethods: ['GET', 'HEAD'],
        responseHeadersPolicyId: siteHeaders.id,
      }))
      // Otherwise CloudFront repeats an error for ten seconds to everybody, whatever its headers say.
      args.customErrorResponses = [404, 500, 502, 503, 504].map(errorCode => ({
        errorCode,
        errorCachingMinTtl: 0,
      }))
      return undefined
    },
  },
})

/** Where `sst dev` serves the site. */
export const devSiteUrl = 'http://localhost:5173'

const siteUrl = $dev ? devSiteUrl : router.url

export const siteHost = $resolve([siteUrl]).apply(([url]) => new URL(url).hostname)

/** For those who send people there. */
export const siteAddress = new sst.Linkable('SiteAddress', { properties: { url: siteUrl } })
