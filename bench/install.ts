/** npm, for what is measured against. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Beside the project's own dependencies, not among them. Gives the directory that has them. */
export function installed(name: string, version: string, ...companions: string[]): string {
  const directory = join(import.meta.dirname, '.cache', `${name}-${version}`)
  const manifest = join(directory, 'node_modules', name, 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version) return directory
  mkdirSync(directory, { recursive: true })
  // npm looks for a package in the directories above where there is none in this one.
  writeFileSync(join(directory, 'package.json'), '{ "private": true }\n')
  const quietly = ['--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund']
  execFileSync(
    'npm',
    ['install', '--prefix', directory, ...quietly, '--loglevel=error', `${name}@${version}`, ...companions],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  return directory
}
