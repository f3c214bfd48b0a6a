/** Who may import what, as the linter has it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtempDisposable, realpath, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { root } from './root.ts'

const forbidden = [
  ['packages/offline/src', '@latchkey/core/contract'],
  ['packages/offline/src', '../../functions/src/links.ts'],
  ['packages/functions/src', '@latchkey/offline/start'],
  ['packages/functions/src', '../../web/src/app/app.tsx'],
  ['packages/web/src/app', '@latchkey/offline/start'],
  ['packages/web/src/app', '@latchkey/functions/links'],
  ['packages/core/src', '@aws-sdk/client-cognito-identity-provider'],
  ['infra', '../packages/functions/src/links.ts'],
  ['packages/web/src/features/confirm', '../sign-in/sign-in.ts'],
  ['packages/web/src/features/confirm', '../../screens/paths.ts'],
  ['packages/web/src/components', '../features/confirm/confirm.ts'],
  ['packages/web/src/hooks', '../screens/paths.ts'],
  ['packages/web/src/words', '../screens/paths.ts'],
  ['packages/web/src/screens', '../app/app.tsx'],
] as const

const allowed = [
  ['packages/functions/src', '@latchkey/core/contract'],
  ['packages/core/src', 'valibot'],
  ['infra', '@latchkey/core/contract'],
  ['packages/web/src/features/confirm', '../../components/button.tsx'],
  ['packages/web/src/features/confirm', './confirm.ts'],
  ['packages/web/src/screens', '../features/confirm/confirm.ts'],
  ['packages/web/src/app', '../screens/paths.ts'],
] as const

const rules = ['lint/style/noRestrictedImports', 'lint/correctness/noUndeclaredDependencies']

test('the linter refuses the imports that cross a border, and no others', async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'latchkey-imports-'))
  const manifests = ['core', 'functions', 'offline', 'web'].map(name => `packages/${name}/package.json`)
  for (const file of ['biome.json', '.gitignore', 'package.json', ...manifests]) {
    await cp(join(root, file), join(directory.path, file))
  }
  const at = await realpath(directory.path)
  const files = new Map<string, string>()
  for (const [folder, specifier] of [...forbidden, ...allowed]) {
    const file = `${folder}/import-${files.size}.ts`
    files.set(join(at, file), `${folder} imports ${specifier}`)
    await mkdir(dirname(join(directory.path, file)), { recursive: true })
    await writeFile(join(directory.path, file), `import '${specifier}'\n`)
  }

  const lint = spawn(
    process.execPath,
    [
      join(root, 'node_modules/@biomejs/biome/bin/biome'),
      'lint',
      '--reporter=github',
      '--max-diagnostics=none',
      '.',
    ],
    { cwd: at, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const [output] = await Promise.all([text(lint.stdout), once(lint, 'close')])
  const refused = output
    .split('\n')
    .filter(line => rules.some(rule => line.includes(rule)))
    .map(line => files.get(/file=([^,]+)/.exec(line)?.[1] ?? ''))
  expect([...new Set(refused)].sort()).toEqual(
    forbidden.map(([folder, specifier]) => `${folder} imports ${specifier}`).sort(),
  )
})
