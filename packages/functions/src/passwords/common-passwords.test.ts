/** Where the list of common passwords goes: to the functions that set one, and nowhere else. */
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { build, type Metafile } from 'esbuild'
import { expect, test } from 'vitest'
import { commonPasswordsModule } from '../../../../tools/common-passwords-module.ts'

const packages = path.join(import.meta.dirname, '../../..')
const list = 'functions/src/passwords/common-passwords.ts'

/** What esbuild puts into the bundle of each file, packages left out. */
async function bundle(...entryPoints: string[]): Promise<Metafile['outputs'][string][]> {
  const { metafile } = await build({
    absWorkingDir: packages,
    entryPoints,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    loader: { '.svg': 'empty' },
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  return Object.values(metafile.outputs)
}

const withList = (outputs: Metafile['outputs'][string][]) =>
  outputs
    .filter(({ inputs }) => list in inputs)
    .map(({ entryPoint = '' }) => path.basename(entryPoint, '.ts'))

test('the committed list is what the package gives; `npm run common-passwords` writes it', async () => {
  expect(await readFile(path.join(packages, list), 'utf8')).toBe(commonPasswordsModule())
})

test('the functions that set a password have it, and no others', async () => {
  const files = globSync('functions/src/{routes,triggers}/*.ts', { cwd: packages })
  const outputs = await bundle(...files.filter(file => !file.endsWith('.test.ts')))
  expect(outputs.length).toBeGreaterThan(20)
  expect(withList(outputs).sort()).toEqual([
    'change-password',
    'reset-password',
    'sign-in-challenge',
    'sign-up',
  ])
})

test('the site does not have it', async () => {
  const outputs = await bundle('web/src/app/main.tsx')
  const inputs = outputs.flatMap(({ inputs }) => Object.keys(inputs))
  expect(inputs).toContain('web/src/features/sign-up/sign-up-form.tsx')
  expect(inputs.filter(input => input.startsWith('functions/'))).toEqual([])
})

test('a bundle grows by less than 90 kB through it', async () => {
  const [signUp] = await bundle('functions/src/routes/sign-up.ts')
  const bytes = Object.entries(signUp?.inputs ?? {})
    .filter(([file]) => file.startsWith('functions/src/passwords/'))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)
  expect(bytes).toBeGreaterThan(10_000)
  expect(bytes).toBeLessThan(90_000)
})
