import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { evaluate } from '@latchkey/offline/evaluate'
import type { Graph } from '@latchkey/offline/graph'
import { build } from 'vite'
import { vi } from 'vitest'
import { root } from './root.ts'

/** The graphs that `sst deploy` would be given, each stage's its own. Builds the site, whose files are part of them. */
export async function graphsOfStages<Stage extends string>(
  stages: readonly Stage[],
): Promise<Record<Stage, Graph>> {
  await buildSite()
  const directory = await mkdtemp(join(tmpdir(), 'latchkey-graph-'))
  try {
    const graphs = await Promise.all(
      stages.map(async stage => [
        stage,
        await evaluate({ root, stage, dev: false, directory: join(directory, stage) }),
      ]),
    )
    return Object.fromEntries(graphs)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** As a deploy builds it; the test runner's own NODE_ENV would make it a development build. */
async function buildSite() {
  vi.stubEnv('NODE_ENV', 'production')
  try {
    await build({ root: join(root, 'packages/web'), logLevel: 'error' })
  } finally {
    vi.unstubAllEnvs()
  }
}
