import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { emptyProject } from './empty-project.ts'
import { root } from './root.ts'

const sources = ['sst.config.ts', 'tsconfig.json', 'infra', 'packages/functions/src', 'packages/web']

/** The app in a directory of its own, where it can be built without disturbing anybody. */
export async function copyProject() {
  const project = await emptyProject()
  const left = ['dist', 'node_modules'].map(name => join(root, 'packages/web', name))
  for (const source of sources) {
    await cp(join(root, source), join(project.root, source), {
      recursive: true,
      filter: path => !left.includes(path),
    })
  }
  return project
}
