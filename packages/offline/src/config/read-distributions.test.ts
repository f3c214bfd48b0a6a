import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { evaluate } from './evaluate.ts'
import { byType } from './graph.ts'
import { testProject } from './project-fixture.ts'
import { readModel } from './read-model.ts'

const config = `
  const headers = new aws.cloudfront.ResponseHeadersPolicy("Headers", {
    securityHeadersConfig: {
      frameOptions: { frameOption: "SAMEORIGIN", override: false },
      strictTransportSecurity: { accessControlMaxAgeSec: 60, preload: true, override: true },
      xssProtection: { protection: true, modeBlock: true, override: true },
    },
    customHeadersConfig: { items: [{ header: "X-Team", value: "blue", override: true }] },
    removeHeadersConfig: { items: [{ header: "X-Powered-By" }] },
    serverTimingHeadersConfig: { enabled: true, samplingRate: 50 },
  })
  const router = new sst.aws.Router("Router", {
    waf: true,
    transform: {
      cdn: args => {
        args.orderedCacheBehaviors = $resolve([args.defaultCacheBehavior]).apply(([behavior]) => [
          { ...behavior, pathPattern: "/a/*", cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6", allowedMethods: ["GET", "HEAD"] },
          { ...behavior, pathPattern: "/b/*", cachePolicyId: "custom", responseHeadersPolicyId: "managed" },
          { ...behavior, pathPattern: "/c/*", compress: false, trustedKeyGroups: ["group"] },
          { ...behavior, pathPattern: "/d/*", compress: false, originRequestPolicyId: undefined },
        ])
        args.origins = $resolve([args.origins]).apply(([origins]) => [
          ...origins,
          { originId: "other", domainName: "other.example", originPath: "/v1" },
        ])
        args.defaultCacheBehavior = $resolve([args.defaultCacheBehavior]).apply(([behavior]) => ({
          ...behavior, responseHeadersPolicyId: headers.id,
        }))
        args.customErrorResponses = [
          { errorCode: 500, errorCachingMinTtl: 0 },
          { errorCode: 404, responseCode: 200, responsePagePath: "/index.html" },
        ]
      },
    },
  })
  new sst.aws.StaticSite("Site", {
    path: "web",
    router: { instance: router },
    build: { command: "make site", output: "out" },
    environment: { TARGET: router.url },
    assets: { fileOptions: [{ files: "**", cacheControl: "no-cache" }] },
  })`

async function projectWithSite() {
  const project = await testProject(config)
  const output = join(project.root, 'web/out')
  await mkdir(join(project.root, 'web'))
  return {
    ...project,
    async build() {
      await mkdir(join(output, 'assets'), { recursive: true })
      await writeFile(join(output, 'index.html'), 'hello')
      await writeFile(join(output, 'assets/a.js'), 'a')
    },
  }
}

test('a site is built while the config is evaluated, and uploaded as a deploy would', async () => {
  await using project = await projectWithSite()
  const waited: unknown[] = []
  const graph = await evaluate({
    ...project,
    stage: 'dev',
    dev: false,
    build: async (partial, siteIds) => {
      const [site] = readModel(partial).sites
      waited.push({ siteIds, buckets: readModel(partial).buckets, command: site?.buildCommand })
      const [router] = byType(partial, 'sst:aws:Router')
      expect(site?.environment).toEqual({ TARGET: router?.outputs._hint })
      await project.build()
    },
  })
  expect(waited).toEqual([{ siteIds: ['Site'], buckets: [], command: 'make site' }])

  const [bucket] = readModel(graph).buckets
  expect(bucket?.isListable).toBe(false)
  expect(bucket?.files.toSorted((a, b) => a.key.localeCompare(b.key))).toMatchObject([
    {
      key: 'assets/a.js',
      source: join(project.root, 'web/out/assets/a.js'),
      contentType: 'text/javascript;charset=UTF-8',
      cacheControl: 'no-cache',
    },
    { key: 'index.html', contentType: 'text/html;charset=UTF-8' },
  ])
})

test('a build that fails ends the evaluation, with its own reason', async () => {
  await using project = await projectWithSite()
  const failure = new Error('no such target')
  const evaluation = evaluate({
    ...project,
    stage: 'dev',
    dev: false,
    build: () => Promise.reject(failure),
  })
  await expect(evaluation).rejects.toBe(failure)
})

test('a distribution is read with its function, its store and its headers', async () => {
  await using project = await projectWithSite()
  await project.build()
  const model = readModel(await evaluate({ ...project, stage: 'dev', dev: false }))
  const [distribution] = model.distributions
  const [bucket] = model.buckets

  expect(distribution).toMatchObject({ id: 'Router', domainName: expect.stringContaining('cloudfront.net') })
  expect(
    distribution?.behaviors.map(({ pathPattern, encodings, allowedMethods }) => ({
      pathPattern,
      encodings,
      methods: allowedMethods.length,
    })),
  ).toEqual([
    { pathPattern: '/a/*', encodings: ['br', 'gzip'], methods: 2 },
    { pathPattern: '/b/*', encodings: [], methods: 7 },
    { pathPattern: '/c/*', encodings: [], methods: 7 },
    { pathPattern: '/d/*', encodings: [], methods: 7 },
    { pathPattern: '*', encodings: ['br', 'gzip'], methods: 7 },
  ])

  const last = distribution?.behaviors.at(-1)
  expect(last?.responseHeaders).toEqual({
    added: [
      { name: 'X-Frame-Options', value: 'SAMEORIGIN', override: false },
      { name: 'Strict-Transport-Security', value: 'max-age=60; preload', override: true },
      { name: 'X-XSS-Protection', value: '1; mode=block', override: true },
      { name: 'X-Team', value: 'blue', override: true },
    ],
    removed: ['X-Powered-By'],
  })
  expect(last?.viewerRequest?.code).toContain('async function handler(event)')
  const values = Object.entries(last?.viewerRequest?.keyValues ?? {})
  const storedUnder = (suffix: string) => values.find(([key]) => key.endsWith(suffix))?.[1]
  expect(storedUnder(':/index.html')).toBe('s3')
  expect(JSON.parse(storedUnder(':metadata') ?? '')).toMatchObject({
    custom404: '/index.html',
    s3: { domain: bucket?.domainName, routes: ['/assets'] },
  })
  expect(JSON.parse(storedUnder(':routes') ?? '')).toEqual([expect.stringMatching(/^site,/)])

  expect(model.unsupported.map(({ name, reason }) => `${name} ${reason}`).sort()).toEqual([
    'Headers has serverTimingHeadersConfig, which is not run offline',
    'Router compresses by the cache policy custom for /b/*, which is not run offline',
    'Router has an origin with a path or headers of its own, which is not run offline',
    'Router has pages of its own for errors, which are not run offline',
    'Router has the managed response headers policy managed for /b/*, which is not run offline',
    'Router keeps parts of a request from its origin for /d/*, which is not run offline',
    'Router wants signed addresses for /c/*, which is not run offline',
    'RouterWaf is not run offline',
  ])
})
