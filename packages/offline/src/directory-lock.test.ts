import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockDirectory } from './directory-lock.ts'
import { StartError } from './start-error.ts'

const temporaryDirectory = () => mkdtempDisposable(join(tmpdir(), 'offline-lock-'))

test('a directory is taken by one, and free again after', async () => {
  await using directory = await temporaryDirectory()
  const first = lockDirectory(directory.path)
  expect(() => lockDirectory(directory.path)).toThrow(StartError)
  first[Symbol.dispose]()
  lockDirectory(directory.path)[Symbol.dispose]()
})

test('a process that is killed lets go of it', async () => {
  await using directory = await temporaryDirectory()
  const program = `
    import { lockDirectory } from ${JSON.stringify(join(import.meta.dirname, 'directory-lock.ts'))}
    globalThis.lock = lockDirectory(${JSON.stringify(directory.path)})
    process.stdout.write('locked')
    setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  expect(() => lockDirectory(directory.path)).toThrow('This stage runs already.')

  holder.kill('SIGKILL')
  await once(holder, 'close')
  lockDirectory(directory.path)[Symbol.dispose]()
})
