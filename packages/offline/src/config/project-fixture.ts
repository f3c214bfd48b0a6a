import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The checkout: where SST's platform is installed. */
const checkout = join(import.meta.dirname, '../../../..')

/** A project of its own with this body of `run()`, on the SST that is installed here. */
export async function testProject(run: string) {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'offline-project-')))
  for (const part of ['node_modules', '.sst']) await symlink(join(checkout, part), join(root, part))
  const write = (body: string) =>
    writeFile(
      join(root, 'sst.config.ts'),
      `export default $config({ app: () => ({ name: 'test', home: 'aws' }), async run() {\n${body}\n} })\n`,
    )
  await write(run)
  return {
    root,
    directory: join(root, '.offline'),
    write,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}
