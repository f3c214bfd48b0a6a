import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdir, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test, vi } from 'vitest'
import { testProject } from './config/project-fixture.ts'

/** `script` is the npm script that calls it, if one does. */
const spawnCli = (args: string[], cwd = process.cwd(), script = '') =>
  spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), ...args], {
    cwd,
    env: { ...process.env, npm_lifecycle_event: script },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

async function outcome(child: ChildProcess & ReturnType<typeof spawnCli>) {
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { exitCode: child.exitCode, output, errors }
}

const anyPorts = ['--port', '0', '--cognito-port', '0']

test('--help tells the options', async () => {
  const { exitCode, output } = await outcome(spawnCli(['--help']))
  expect(exitCode).toBe(0)
  for (const flag of ['--port', '--cognito-port', '--api-port', '--stage', '--fresh', '--https'])
    expect(output).toContain(flag)
})

test.each([
  [['--port', 'many'], '--port takes a number from 0 to 65535, not "many".'],
  [['--cognito-port', '70000'], '--cognito-port takes a number from 0 to 65535, not "70000".'],
  [['--api-port', 'next'], '--api-port takes a number from 0 to 65535, not "next".'],
  [['--stage', '../prod'], '--stage takes up to 40 letters, digits and dashes, not "../prod".'],
  [['--port', '5400', '--cognito-port', '5400'], '--port and --cognito-port have to differ.'],
  [['--fast'], "Unknown option '--fast'"],
  [['build'], '"build" is not understood.'],
  [['preview', 'build'], '"preview build" is not understood.'],
])('%j is refused with what would be right', async (args, message) => {
  const { exitCode, errors } = await outcome(spawnCli(args))
  expect(exitCode).toBe(1)
  expect(errors).toContain(message)
  expect(errors).toContain('Usage: latchkey-offline')
})

test.each([
  ['npm start --', [], 'start'],
  ['npm run preview --', ['preview'], 'preview'],
  ['latchkey-offline preview', ['preview'], ''],
])('%s tells of a port that is taken in one line, with a way out', async (call, mode, script) => {
  await using project = await testProject('')
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { exitCode, errors } = await outcome(
    spawnCli([...mode, '--port', String(port)], project.root, script),
  )
  server.close()
  expect(exitCode).toBe(1)
  expect(errors.trim()).toBe(
    `Port ${port} is in use. Stop what runs there, or choose others: ${call} --port 5174 --cognito-port 9230`,
  )
})

test('a handler that is missing ends the start, and is told without a stack', async () => {
  await using project = await testProject(`
    new sst.aws.Function("Hello", { handler: "missing.handler" })
    new sst.aws.StaticSite("Site", { path: "web" })`)
  await mkdir(join(project.root, 'web'))
  await writeFile(join(project.root, 'web/package.json'), '{}')
  await writeFile(join(project.root, 'web/vite.config.js'), 'export default {}')

  const { exitCode, errors } = await outcome(spawnCli(anyPorts, project.root))
  expect(exitCode).toBe(1)
  expect(errors).toContain('Hello: there is no file for the handler "missing.handler".')
  expect(errors).not.toMatch(/^ +at /m)
})

test('told to stop while it starts, it stops and leaves nothing behind', async () => {
  await using project = await testProject('')
  const marker = join(project.root, 'evaluating')
  await project.write(`
    const { writeFileSync } = await import('node:fs')
    writeFileSync(${JSON.stringify(marker)}, '')
    await new Promise(resolve => setTimeout(resolve, 600_000))`)
  const child = spawnCli(anyPorts, project.root)
  const ended = outcome(child)
  await vi.waitFor(() => access(marker), { timeout: 30_000 })

  child.kill('SIGTERM')
  expect(await ended).toEqual({ exitCode: 0, output: '', errors: '' })
  expect(await readdir(join(project.directory, 'config'))).toEqual([])
})

/** Runs until it is told to stop. Gives the address that it prints under this name. */
async function started(args: string[], root: string, name: string) {
  const child = spawnCli([...args, ...anyPorts], root)
  const ended = outcome(child)
  const address = new Promise<string>(resolve => {
    let output = ''
    child.stdout.on('data', chunk => {
      output += chunk
      const url = new RegExp(`${name} +(http:\\S+)`).exec(output)?.[1]
      if (url) resolve(url)
    })
  })
  return {
    url: await Promise.race([address, ended.then(({ errors }) => Promise.reject(new Error(errors)))]),
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

test('a preview shows the site as it is when it is built', async () => {
  await using project = await testProject(`
    new sst.aws.StaticSite("Site", { path: "web", build: { command: "node build.mjs", output: "out" } })`)
  await mkdir(join(project.root, 'web'))
  await writeFile(
    join(project.root, 'web/build.mjs'),
    `import { mkdirSync, writeFileSync } from 'node:fs'
    mkdirSync('out')
    writeFileSync('out/index.html', 'built')`,
  )
  const { url, stop } = await started(['preview'], project.root, 'Site')
  expect(await (await fetch(url)).text()).toBe('built')
  expect(await stop()).toMatchObject({ exitCode: 0, errors: '' })
})

test('neither a path nor what a function writes can do what it likes to the terminal', async () => {
  await using project = await testProject(`
    new sst.aws.ApiGatewayV2("Api").route("$default", "echo.handler")`)
  await writeFile(
    join(project.root, 'echo.mjs'),
    `export const handler = async () => void process.stdout.write('\\x1b[2Jwritten\\x9b31m\\r')`,
  )
  const { url, stop } = await started([], project.root, 'API')
  const ask = (path: string) => {
    const socket = connect(Number(new URL(url).port), 'localhost')
    socket.write(
      Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, 'latin1'),
    )
    return text(socket)
  }
  expect(await ask('/plain%1b')).toMatch(/^HTTP\/1\.1 200 /)
  expect(await ask('/bytes\x1b[2J')).toMatch(/^HTTP\/1\.1 400 /)
  expect(await ask('/bytes\x9b31m')).toMatch(/^HTTP\/1\.1 400 /)
  const { output } = await stop()
  expect(output).toContain('GET /plain%1b ')
  expect(output).toContain('echo \\u{1b}[2Jwritten\\u{9b}31m\\u{d}')
  expect(output).not.toContain('/bytes')
})
