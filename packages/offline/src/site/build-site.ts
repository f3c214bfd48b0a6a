import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Site } from '../config/model.ts'
import { StartError } from '../start-error.ts'

/** Runs the command by which a deploy builds the site. Rejects with a `StartError` when it fails. */
export async function buildSite(
  { id, path, environment, buildCommand }: Site,
  root: string,
  signal?: AbortSignal,
): Promise<void> {
  if (buildCommand === undefined) return
  // A build asks what it is for; what runs this process is no answer.
  const { NODE_ENV: _, ...inherited } = process.env
  const build = spawn(buildCommand, {
    shell: true,
    cwd: join(root, path),
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  })
  const [output, errors] = await Promise.all([text(build.stdout), text(build.stderr), once(build, 'close')])
  if (build.exitCode === 0) return
  throw new StartError(
    `${id} cannot be built: "${buildCommand}" in ${path} failed.\n${output}${errors}`.trimEnd(),
  )
}
