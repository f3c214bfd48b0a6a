/**
 * A site's Vite development server, in this process and on the origin's own
 * port: with the site's Vite, its config and its environment.
 */
import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ViteDevServer } from 'vite'
import type { Site } from '../config/model.ts'

export type ViteSiteOptions = {
  site: Site
  root: string
  /** Carries the socket by which Vite tells the page to reload. */
  server: Server
  /** Update the page when a source is saved. */
  watch: boolean
}

/** The caller passes requests to `middlewares` and closes it. */
export async function startViteSite({ site, root, server, watch }: ViteSiteOptions): Promise<ViteDevServer> {
  const directory = join(root, site.path)
  const requireFromSite = createRequire(join(directory, 'package.json'))
  const { createServer }: typeof import('vite') = await import(
    pathToFileURL(requireFromSite.resolve('vite')).href
  )

  Object.assign(process.env, site.environment)
  return createServer({
    root: directory,
    clearScreen: false,
    logLevel: 'warn',
    server: { middlewareMode: true, ws: { server }, ...(!watch && { watch: null }) },
  })
}

/** Why a site cannot be served this way, if so. */
export function unsupportedSite(site: Site, root: string): string | undefined {
  const config = ['ts', 'mts', 'js', 'mjs'].map(extension =>
    join(root, site.path, `vite.config.${extension}`),
  )
  return config.some(existsSync) ? undefined : 'is not built with Vite'
}
