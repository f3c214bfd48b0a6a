/**
 * A site's Vite development server, in this process and on the origin's own
 * port: with the site's Vite, its config and its environment.
 */
import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin, ViteDevServer } from 'vite'
import type { Site } from '../config/model.ts'
import { hintScript } from '../inbox/inbox.ts'

export type ViteSiteOptions = {
  site: Site
  root: string
  /** Carries the socket by which Vite tells the page to reload. */
  server: Server
  /** Update the page when a source is saved. */
  watch: boolean
}

export type ViteSite = AsyncDisposable & { answer: ViteDevServer['middlewares'] }

/**
 * Vite would serve any file below the workspace to any page on this machine;
 * these hold secrets. The first four are Vite's own.
 */
const neverServed = ['.env', '.env.*', '*.{crt,pem}', '**/.git/**', '**/.offline/**', '**/.sst/**']

/** Puts the way to the inbox on every page, for people who wait for a message. */
const inboxHint: Plugin = {
  name: 'offline:inbox-hint',
  transformIndexHtml: () => [{ tag: 'script', attrs: { type: 'module', src: hintScript }, injectTo: 'body' }],
}

export async function startViteSite({ site, root, server, watch }: ViteSiteOptions): Promise<ViteSite> {
  const directory = join(root, site.path)
  const requireFromSite = createRequire(join(directory, 'package.json'))
  const { createServer }: typeof import('vite') = await import(
    pathToFileURL(requireFromSite.resolve('vite')).href
  )

  const before = { ...process.env }
  Object.assign(process.env, site.environment)
  const vite = await createServer({
    root: directory,
    clearScreen: false,
    logLevel: 'warn',
    plugins: [inboxHint],
    server: {
      middlewareMode: true,
      cors: false,
      fs: { deny: neverServed },
      ws: { server },
      ...(!watch && { watch: null }),
    },
  })
  return {
    answer: vite.middlewares,
    async [Symbol.asyncDispose]() {
      await vite.close()
      for (const name of Object.keys(site.environment)) {
        if (before[name] === undefined) delete process.env[name]
        else process.env[name] = before[name]
      }
    },
  }
}

/** Why a site cannot be served this way, if so. */
export function unsupportedSite(site: Site, root: string): string | undefined {
  const config = ['ts', 'mts', 'js', 'mjs'].map(extension =>
    join(root, site.path, `vite.config.${extension}`),
  )
  return config.some(existsSync) ? undefined : 'is not built with Vite'
}
