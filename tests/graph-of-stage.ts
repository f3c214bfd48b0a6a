import { join } from 'node:path'
import { evaluate } from '@latchkey/offline/evaluate'
import { byType, type Graph, type Resource } from '@latchkey/offline/graph'
import { build } from 'vite'
import { vi } from 'vitest'
import { copyProject } from './project-copy.ts'

/** The graphs that `sst deploy` would be given, each stage's its own. Builds the site, whose files are part of them. */
export async function graphsOfStages<Stage extends string>(
  stages: readonly Stage[],
): Promise<Record<Stage, Graph>> {
  await using project = await copyProject()
  await buildSite(project.root)
  const graphs = await Promise.all(
    stages.map(async stage => [
      stage,
      await evaluate({
        root: project.root,
        stage,
        dev: false,
        directory: join(project.root, '.offline', stage),
      }),
    ]),
  )
  return Object.fromEntries(graphs)
}

/** As a deploy builds it; the test runner's own NODE_ENV would make it a development build. */
async function buildSite(root: string) {
  vi.stubEnv('NODE_ENV', 'production')
  try {
    await build({ root: join(root, 'packages/web'), logLevel: 'error' })
  } finally {
    vi.unstubAllEnvs()
  }
}

/** The one resource of its type. */
export function only(graph: Graph, type: string): Resource {
  const [resource, ...others] = byType(graph, type)
  if (!resource || others.length)
    throw new Error(`Expected one ${type}, found ${others.length + (resource ? 1 : 0)}.`)
  return resource
}
