import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { evaluate } from '@latchkey/offline/evaluate'
import type { Graph } from '@latchkey/offline/graph'
import { build } from 'vite'

export const root = join(import.meta.dirname, '..')

/** The graphs that `sst deploy` would be given, each stage's its own. Builds the site, whose files are part of them. */
export async function graphsOfStages<Stage extends string>(
  stages: readonly Stage[],
): Promise<Record<Stage, Graph>> {
  await build({ root: join(root, 'packages/web'), logLevel: 'error' })
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
