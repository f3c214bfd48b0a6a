/**
 * Every check and test of the project, in one run: format and lint, types, unit tests, journeys.
 *
 *     node tools/run.mjs --browser tools/test.ts [--no-journeys] [vitest filters and options…]
 *
 * A step that fails does not stop the ones after it, and the last line sums them up. Each static check
 * counts as one test. What did not run has not passed: a skipped test, a file that did not load and an
 * error outside any test are failures.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseCLI, startVitest } from 'vitest/node'
import { addTallies, type Tally, TallyReporter, tallyLine } from './tally.ts'

/** Vitest's workers sometimes take long to end; after this the process ends with them. */
const closeTimeoutMs = 10_000

const typeChecksAtOnce = 2

const root = fileURLToPath(new URL('..', import.meta.url))
const typeChecked = globSync(
  ['tsconfig.json', '*/tsconfig.json', 'packages/*/tsconfig.json', 'packages/*/example/tsconfig.json'],
  {
    cwd: root,
  },
).sort()
const args = process.argv.slice(2)
const withJourneys = !args.includes('--no-journeys')
const vitestArgs = args.filter(arg => arg !== '--no-journeys')

process.on('disconnect', () => process.exit(1))
process.channel?.unref()

heading('Format and lint')
const colours = process.stdout.isTTY ? '--colors=force' : '--colors=off'
const lint = await check('biome ci .', ['node_modules/@biomejs/biome/bin/biome', 'ci', colours, '.'])

heading('Types')
const types = await checkTypes()

heading(withJourneys ? 'Tests and journeys' : 'Tests')
const tests = await runVitest()

const total = addTallies(lint, types, tests)
const failed = total.failed > 0
process.stdout.write(`\n${tallyLine(total)}\n`, () => process.exit(failed ? 1 : 0))

function heading(text: string) {
  console.log(`\n▌ ${text}`)
}

async function checkTypes(): Promise<Tally> {
  const waiting = [...typeChecked]
  const tallies: Tally[] = []
  const next = async (): Promise<void> => {
    const config = waiting.shift()
    if (!config) return
    const pretty = process.stdout.isTTY ? ['--pretty'] : []
    tallies.push(
      await check(`tsc -p ${config}`, ['node_modules/typescript/bin/tsc', '-p', config, ...pretty]),
    )
    await next()
  }
  await Promise.all(Array.from({ length: typeChecksAtOnce }, next))
  return addTallies(...tallies)
}

/** Runs one checker and shows what it says only where that is of use: when it found something. */
function check(name: string, command: string[]): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.on('error', reject)
    child.on('close', code => {
      const passed = code === 0
      console.log(passed ? `✓ ${name}` : `✗ ${name}\n\n${output.trimEnd()}\n`)
      resolve({ passed: passed ? 1 : 0, failed: passed ? 0 : 1 })
    })
  })
}

async function runVitest(): Promise<Tally> {
  const { filter, options } = parseCLI(['vitest', 'run', ...vitestArgs])
  const reporter = new TallyReporter()
  try {
    const vitest = await startVitest('test', filter, {
      ...options,
      root,
      watch: false,
      project: options.project ?? (withJourneys ? ['unit', 'journeys'] : ['unit']),
      reporters: ['default', reporter],
    })
    // An unreferenced timer: when nothing else is left to wait for, Vitest is closed as well.
    const patience = new Promise(resolve => setTimeout(resolve, closeTimeoutMs).unref())
    await Promise.race([vitest.close(), patience])
  } catch (error) {
    console.error(error)
    return addTallies(reporter.tally, { passed: 0, failed: 1 })
  }
  if (reporter.tally.passed + reporter.tally.failed > 0) return reporter.tally
  console.log('✗ No test ran.')
  return { passed: 0, failed: 1 }
}
