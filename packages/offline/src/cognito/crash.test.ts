/**
 * The promise of store/database.ts, tried out: what was answered outlives the process, and what was not
 * answered is there whole or not at all.
 *
 * Rounds of an engine's life on one file. In each, several people work on their accounts at the same time
 * until the process is killed in the middle of it, by turns after some answer and after some statement; the
 * next one has to find every account as its owner knows it, or as it would be had the last, unanswered
 * request been done.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { type Account, actions, appearanceOf, code, look, newAccount } from './testing/account.ts'
import { databaseFile } from './testing/database-file.ts'
import { call } from './testing/wire-call.ts'

const rounds = Number(process.env.CRASH_ROUNDS ?? 200)
const peopleAtOnce = 6
const mostAnswers = 40
const mostStatements = 120
/** Decides who does what, and when the end comes; the race with it stays a race. */
const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 2 ** 32))

const client = JSON.stringify({
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  PreventUserExistenceErrors: 'LEGACY',
})

test('a killed process loses nothing that it has answered, and does nothing by halves', {
  timeout: 10 * 60_000,
}, async () => {
  await using file = await databaseFile()
  const program = await bundleEngine(dirname(file.path))
  const random = randomFrom(seed)
  const people: Person[] = []
  let active: Person[] = []
  const done = new Map<string, number>()

  for (let round = 0; round <= rounds; round++) {
    const clue = `round ${round}, CRASH_SEED=${seed}`
    await using engine = await startEngine(program, file.path)
    checkIntegrity(file.path, clue)
    const concerned = round === rounds ? people : active
    await Promise.all(concerned.map(person => settle(engine.url, person, clue)))
    if (round === rounds) break

    while (people.length < peopleAtOnce * (1 + round / 2)) people.push(newPerson(`person-${people.length}`))
    active = shuffled(people, random).slice(0, peopleAtOnce)
    const upTo = (most: number) => 1 + Math.floor(random() * most)
    const endsByStatement = round % 2 === 1
    let answersLeft = endsByStatement ? Number.POSITIVE_INFINITY : upTo(mostAnswers)
    if (endsByStatement) engine.endAfter(upTo(mostStatements))
    await Promise.all(
      active.map(person =>
        work(engine.url, person, random, operation => {
          done.set(operation, (done.get(operation) ?? 0) + 1)
          answersLeft -= 1
          if (answersLeft === 0) engine.kill()
          return answersLeft > 0
        }),
      ),
    )
  }
  // Nothing is proven of what never happened.
  expect([...done.keys()].sort()).toEqual([...new Set(actions.map(({ operation }) => operation))].sort())
})

type Person = {
  /** What the account may be; more than one while a request is without an answer. */
  possible: readonly Account[]
}

const newPerson = (username: string): Person => ({ possible: [newAccount(username)] })

/** Does one thing after the other, until the engine no longer answers or is known to have ended. */
async function work(
  url: string,
  person: Person,
  random: () => number,
  onAnswer: (operation: string) => boolean,
) {
  for (let goesOn = true; goesOn; ) {
    const [account] = person.possible as [Account]
    const [action] = shuffled(
      actions.filter(({ isPossible }) => isPossible(account)),
      random,
    )
    if (!action) throw new Error(`${account.username} has nothing left to do.`)
    const unanswered = action.after(account, undefined)
    person.possible = [account, unanswered]
    const answer = await call(url, action.operation, action.input(account)).catch(() => undefined)
    if (!answer) return
    expect(answer.__type, `${action.operation} by ${account.username}, CRASH_SEED=${seed}`).toBeUndefined()
    person.possible = [action.after(account, answer)]
    goesOn = onAnswer(action.operation)
  }
}

/** Finds out which of the possible accounts is the one there is. */
async function settle(url: string, person: Person, clue: string) {
  const views: { expected: object; found: object }[] = []
  for (const account of person.possible) {
    const view = { expected: appearanceOf(account), found: await look(url, account) }
    if (isDeepStrictEqual(view.expected, view.found)) {
      person.possible = [account]
      return
    }
    views.push(view)
  }
  expect.fail(`${person.possible[0]?.username} in ${clue}: ${JSON.stringify(views)}`)
}

function checkIntegrity(path: string, clue: string) {
  const database = new DatabaseSync(path, { readOnly: true })
  const check = (pragma: string) => database.prepare(`pragma ${pragma}`).all()
  expect(check('integrity_check'), clue).toEqual([{ integrity_check: 'ok' }])
  expect(check('foreign_key_check'), clue).toEqual([])
  database.close()
}

/** In one piece, since it is loaded hundreds of times. */
async function bundleEngine(directory: string) {
  const outfile = join(directory, 'engine.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'testing/run-engine.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    outfile,
    logLevel: 'error',
  })
  return outfile
}

async function startEngine(program: string, database: string) {
  const child = spawn(process.execPath, [program, database, client, code], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(dirname(program), 'cache') },
  })
  const exited = once(child, 'exit')
  const [url] = (await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => expect.fail('The engine ended before it listened.')),
  ])) as [Buffer]
  return {
    url: String(url).trim(),
    kill: () => child.kill('SIGKILL'),
    endAfter: (statements: number) => child.stdin.write(String(statements)),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map(item => ({ item, order: random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ item }) => item)
}

/** Mulberry32: numbers from 0 to 1, the same for the same seed. */
function randomFrom(start: number) {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
