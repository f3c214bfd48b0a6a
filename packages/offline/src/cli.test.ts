import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

async function runCli(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), ...args])
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { exitCode: child.exitCode, output, errors }
}

test('--help tells the options', async () => {
  const { exitCode, output } = await runCli('--help')
  expect(exitCode).toBe(0)
  for (const flag of ['--port', '--cognito-port', '--stage', '--fresh']) expect(output).toContain(flag)
})

test.each([
  [['--port', 'many'], '--port takes a number from 0 to 65535, not "many".'],
  [['--cognito-port', '70000'], '--cognito-port takes a number from 0 to 65535, not "70000".'],
  [['--stage', '../prod'], '--stage takes letters, digits and dashes, not "../prod".'],
  [['--fast'], "Unknown option '--fast'"],
])('%j is refused with what would be right', async (args, message) => {
  const { exitCode, errors } = await runCli(...args)
  expect(exitCode).toBe(1)
  expect(errors).toContain(message)
  expect(errors).toContain('Usage: npm start')
})

test('a port that is taken is told in one line, with a way out', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { exitCode, errors } = await runCli('--port', String(port))
  server.close()
  expect(exitCode).toBe(1)
  expect(errors.trim()).toBe(
    `Port ${port} is in use. Stop what runs there, or choose others: npm start -- --port 5174 --cognito-port 9230`,
  )
})
