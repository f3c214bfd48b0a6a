/** What a visitor's browser loads, and the path by which it reaches the API. */
import { api } from './api.ts'
import { devSiteUrl, router, siteName } from './router.ts'

// The router keeps only the host of a URL; the rewrite puts the API's stage back.
router.route('/api', api.url, { rewrite: { regex: '^/api', to: `/${$app.stage}` } })

export const site = new sst.aws.StaticSite(siteName, {
  path: 'packages/web',
  router: { instance: router },
  build: { command: 'npm run build', output: 'dist' },
  dev: { command: 'npm run dev', url: devSiteUrl },
  environment: { API_PROXY_TARGET: router.url },
  assets: {
    // The last entry that fits a file wins.
    fileOptions: [
      { files: '**', cacheControl: 'no-cache' },
      { files: 'assets/**', cacheControl: 'public, max-age=31536000, immutable' },
    ],
  },
  transform: {
    assets: args => {
      // Who may not list a bucket is told 403 for a file that is not there, who may 404. Our own
      // distribution may; the list itself has no path that leads to it.
      args.policy = [
        {
          principals: [{ type: 'service', identifiers: ['cloudfront.amazonaws.com'] }],
          actions: ['s3:ListBucket'],
          paths: [''],
          conditions: [
            {
              test: 'StringEquals',
              variable: 'AWS:SourceArn',
              values: [router.nodes.cdn.nodes.distribution.arn],
            },
          ],
        },
      ]
      return undefined
    },
  },
})

export { router }
