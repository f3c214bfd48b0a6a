/** For tests: a project in a directory of its own, and a host that runs its functions. */
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LambdaFunction } from '../config/model.ts'
import { type FunctionHost, type FunctionHostOptions, startFunctions } from './function-host.ts'

const packages = fileURLToPath(new URL('../../../../node_modules', import.meta.url))

type Build = Parameters<NonNullable<FunctionHostOptions['onBuild']>>[0]

/** A queue whose reader waits for what is not there yet. */
function eventQueue<T>() {
  const arrived: T[] = []
  const waiting: ((value: T) => void)[] = []
  return {
    push(value: T) {
      const resolve = waiting.shift()
      if (resolve) resolve(value)
      else arrived.push(value)
    },
    next(): Promise<T> {
      const value = arrived.shift()
      return value === undefined ? new Promise(resolve => waiting.push(resolve)) : Promise.resolve(value)
    },
  }
}

type ProjectOptions = {
  /** Source by path. The packages of this repository can be imported. */
  files: Record<string, string>
  functions: Record<string, Partial<LambdaFunction> & { handler: string }>
} & Partial<Omit<FunctionHostOptions, 'functions' | 'root' | 'outputDirectory' | 'onLog' | 'onBuild'>>

export async function startProject({ files, functions, ...options }: ProjectOptions) {
  const root = await mkdtemp(path.join(tmpdir(), 'functions-'))
  const logs = eventQueue<string>()
  const builds = eventQueue<Build>()

  /** At one stroke: whoever watches never sees half of it. */
  async function save(file: string, source: string) {
    const destination = path.join(root, file)
    await mkdir(path.dirname(destination), { recursive: true })
    await writeFile(`${destination}.new`, source)
    await rename(`${destination}.new`, destination)
  }
  const remove = () => rm(root, { recursive: true, force: true })

  let host: FunctionHost
  try {
    await symlink(packages, path.join(root, 'node_modules'), 'junction')
    await Promise.all(Object.entries(files).map(([file, source]) => save(file, source)))
    host = await startFunctions({
      functions: Object.entries(functions).map(([id, more]) => ({
        id,
        arn: `arn:aws:lambda:eu-west-1:123456789012:function:${id}`,
        runtime: 'nodejs24.x',
        timeoutSeconds: 20,
        memoryMb: 512,
        environment: {},
        links: {},
        nodejs: {},
        ...more,
      })),
      root,
      outputDirectory: path.join(root, '.offline/functions'),
      region: 'eu-west-1',
      accountId: '123456789012',
      app: { name: 'notes', stage: 'dev' },
      environment: {},
      watch: false,
      onLog: (id, line) => logs.push(`${id}: ${line}`),
      onBuild: build => builds.push(build),
      ...options,
    })
  } catch (error) {
    await remove()
    throw error
  }

  return {
    root,
    host,
    save,
    invoke: (id: string, event: unknown = {}) => host.invoke(id, event),
    nextLog: logs.next,
    nextBuild: builds.next,
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]()
      await remove()
    },
  }
}

/** A project of one function, `Main`, of this source. */
export function startOne(source: string, more: Partial<LambdaFunction> = {}) {
  return startProject({
    files: { 'src/main.ts': source },
    functions: { Main: { handler: 'src/main.handler', ...more } },
  })
}
