import { cp, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { evaluate } from './evaluate.ts'
import { readModel } from './read-model.ts'

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

/** The model of such a project, whose functions are all `hello.handler`, and what is not run of the resources called so. */
export async function modelOfProject(run: string) {
  await using project = await testProject(run)
  await writeFile(join(project.root, 'hello.ts'), 'export const handler = () => ({ statusCode: 200 })')
  const model = readModel(await evaluate({ ...project, stage: 'dev', dev: true }))
  const unsupported = (name: string) =>
    model.unsupported
      .filter(item => item.name.startsWith(name))
      .map(({ name, reason }) => `${name} ${reason}`)
      .sort()
  return { model, unsupported }
}

/** A copy of this app, on the SST that is installed here. */
export async function copyOfProject(source: string) {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'offline-project-')))
  // The compiler's options extend those of the checkout, which are not there.
  await cp(source, root, { recursive: true, filter: file => !file.endsWith('tsconfig.json') })
  for (const part of ['node_modules', '.sst']) await symlink(join(checkout, part), join(root, part))
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) }
}
