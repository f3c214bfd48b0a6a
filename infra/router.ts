/**
 * One origin for the site and the API: no preflight requests, first-party
 * cookies, and a content security policy that names nobody else.
 */

/** CloudFront's managed CachingDisabled policy. */
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'

export const router = new sst.aws.Router('Router', {
  transform: {
    cdn: args => {
      // SST puts neither cookies nor Authorization into the cache key: an
      // answer of the API must never be kept.
      args.orderedCacheBehaviors = $resolve([args.defaultCacheBehavior]).apply(([behavior]) => [
        {
          ...behavior,
          pathPattern: '/api/*',
          cachePolicyId: cachingDisabled,
          viewerProtocolPolicy: 'https-only',
        },
      ])
      return undefined
    },
  },
})

/** Host of the site. `sst dev` serves it on localhost. */
export const siteHost = $dev ? 'localhost' : router.url.apply(url => new URL(url).hostname)
