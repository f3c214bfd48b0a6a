import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { StartError } from '../start-error.ts'
import { evaluate } from './evaluate.ts'
import { testProject } from './project-fixture.ts'

describe('a config that cannot be evaluated', () => {
  test('because it is not there, is told with the directory', async () => {
    const root = join(tmpdir(), 'no-such-project')
    const attempt = evaluate({ root, stage: 'dev', dev: true, directory: root })
    await expect(attempt).rejects.toThrow(`There is no sst.config.ts in ${root}.`)
  })

  test('because of its syntax, is told with the line', async () => {
    await using project = await testProject('const = 1')
    const attempt = evaluate({ ...project, stage: 'dev', dev: true })
    await expect(attempt).rejects.toThrow(StartError)
    await expect(attempt).rejects.toThrow(/sst\.config\.ts:2/)
  })

  test('because it throws, is told in its own words', async () => {
    await using project = await testProject('throw new Error("DOMAIN is missing: set it.")')
    const attempt = evaluate({ ...project, stage: 'dev', dev: true })
    await expect(attempt).rejects.toThrow(/DOMAIN is missing: set it\./)
    await expect(attempt).rejects.toThrow(`${project.root}/sst.config.ts:2`)
  })

  test('because a component refuses its arguments, is told in the words of SST', async () => {
    await using project = await testProject(
      'new sst.aws.CognitoUserPool("Pool", { aliases: ["email"], usernames: ["email"] })',
    )
    const attempt = evaluate({ ...project, stage: 'dev', dev: true })
    await expect(attempt).rejects.toThrow(/You cannot set both aliases and usernames/)
  })
})

test('a config is evaluated again when it, or a variable that it reads, has changed, and only then', async () => {
  await using project = await testProject('')
  const runs = join(project.root, 'runs')
  await writeFile(runs, '')
  const body = (result: string) => `
    const { appendFileSync } = await import('node:fs')
    appendFileSync(${JSON.stringify(runs)}, 'x')
    return { result: ${result}, greeting: process.env.OFFLINE_TEST_GREETING }`
  const outputs = async () => (await evaluate({ ...project, stage: 'dev', dev: true })).outputs
  const runCount = async () => (await readFile(runs, 'utf8')).length

  await project.write(body('1'))
  expect(await outputs()).toMatchObject({ result: 1 })
  expect(await outputs()).toMatchObject({ result: 1 })
  expect(await runCount()).toBe(1)

  await project.write(body('2'))
  expect(await outputs()).toMatchObject({ result: 2 })
  expect(await runCount()).toBe(2)

  vi.stubEnv('OFFLINE_TEST_GREETING', 'hello')
  expect(await outputs()).toMatchObject({ greeting: 'hello' })
  vi.unstubAllEnvs()
  expect(await runCount()).toBe(3)
})
