import { mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './root.ts'

/** A directory of its own, with the packages and the SST that are installed here. */
export async function emptyProject() {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'latchkey-project-')))
  for (const part of ['node_modules', '.sst']) await symlink(join(root, part), join(directory, part))
  return {
    root: directory,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}
