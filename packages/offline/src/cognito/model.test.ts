/**
 * The engine against the model of the documentation, through thousands of
 * lives that nobody thought of: whatever is done with users, in whatever order,
 * the answer is one that the model allows, exactly the messages go out that it
 * expects, and the user stands as it says.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { manualClock } from '../clock.ts'
import type { UserPool } from '../config/model.ts'
import type { Message } from '../message.ts'
import { type Cognito, startCognito } from './server.ts'
import { region, userPool } from './testing/engine.ts'
import { administrationSteps } from './testing/model/administration-steps.ts'
import { selfServiceSteps } from './testing/model/self-service-steps.ts'
import { signInSteps } from './testing/model/sign-in-steps.ts'
import { signUpSteps } from './testing/model/sign-up-steps.ts'
import type { Choices, Step } from './testing/model/step.ts'
import { type ModelClient, type Password, UserModel } from './testing/model/user-model.ts'
import { type Answer, call } from './testing/wire-call.ts'

const lives = Number(process.env.MODEL_RUNS ?? 2000)

const steps: Record<string, Step> = {
  ...signUpSteps,
  ...signInSteps,
  ...selfServiceSteps,
  ...administrationSteps,
  passTime: {
    uses: ['seconds'],
    weight: 3,
    request: () => undefined,
    expected: () => ({ outcomes: [] }),
  },
}

const clock = manualClock(Date.parse('2026-03-01T12:00:00.250Z'))
const announced: Message[] = []
let codes = 0
let cognito: Cognito

/** The same clients for two pools, of which one keeps the old address until the new one is verified. */
const pools = [
  { id: 'eu-central-1_Directly', verifiesBeforeUpdate: false },
  { id: 'eu-central-1_Cautious', verifiesBeforeUpdate: true },
]
const clientsOf = (poolId: string): [ModelClient, ModelClient] => [
  { id: `${poolId.slice(-8)}Open`, hidesUsers: false, rotates: false },
  { id: `${poolId.slice(-8)}Hiding`, hidesUsers: true, rotates: true },
]

beforeAll(async () => {
  cognito = await startCognito({
    region,
    pools: pools.map(poolOf),
    database: ':memory:',
    port: 0,
    clock,
    newCode: () => String(++codes % 999_999).padStart(6, '0'),
    onMessage: message => announced.push(message),
    onError: console.error,
  })
})

afterAll(() => cognito[Symbol.asyncDispose]())

test('the lives of users go as Cognito’s documentation has it', { timeout: 10 * 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...pools),
      fc.array(fc.constantFrom(...beginnings), { minLength: 1, maxLength: 3 }),
      fc.commands(commands(), { maxCommands: 60, size: '+2' }),
      async (pool, begun, life) => {
        const model = new UserModel(clock.now, pool.verifiesBeforeUpdate)
        const world: World = { model, poolId: pool.id, clients: clientsOf(pool.id), life: ++livesBegun }
        for (const command of begun.flatMap((beginning, name) => beginningOf(beginning, name)))
          await command.run(world, cognito)
        await fc.asyncModelRun(() => ({ model: world, real: cognito }), life)
        await compareUsers(world)
      },
    ),
    { numRuns: lives },
  )
})

function poolOf({ id, verifiesBeforeUpdate }: (typeof pools)[number]): UserPool {
  const { pool } = userPool({
    pool: {
      Id: id,
      ...(verifiesBeforeUpdate && {
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      }),
    },
  })
  const clients = clientsOf(id).map(({ id: ClientId, hidesUsers, rotates }): UserPool['clients'][number] => ({
    ClientId,
    ClientName: ClientId,
    UserPoolId: id,
    PreventUserExistenceErrors: hidesUsers ? 'ENABLED' : 'LEGACY',
    ExplicitAuthFlows: [
      'ALLOW_USER_PASSWORD_AUTH',
      ...(rotates ? [] : (['ALLOW_REFRESH_TOKEN_AUTH'] as const)),
    ],
    ...(rotates && { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 } }),
  }))
  return { pool, clients }
}

/** Names and addresses that nobody had in an earlier life: all of them share an engine. */
type World = { model: UserModel; poolId: string; clients: [ModelClient, ModelClient]; life: number }

let livesBegun = 0

/** What fast-check chooses, in terms that are the same in every life. */
type Drawn = Omit<Choices, 'name' | 'client' | 'address' | 'password'> & {
  name: number
  client: 0 | 1
  address: number
  password: Password | 'theirs'
  /** Whether it is done even where it is dull. */
  anyway: boolean
}

const drawn: { [Key in keyof Drawn]: fc.Arbitrary<Drawn[Key]> } = {
  name: fc.constantFrom(0, 0, 1, 2),
  client: fc.constantFrom(0, 1),
  password: fc.constantFrom(
    'theirs',
    'theirs',
    'theirs',
    'theirs',
    'Correct-horse-1',
    'Correct-horse-2',
    'Correct-horse-2',
    'short',
  ),
  otherPassword: fc.constantFrom('Correct-horse-1', 'Correct-horse-2', 'Correct-horse-2', 'short'),
  code: fc.constantFrom('newest', 'newest', 'newest', 'former', 'wrong'),
  address: fc.constantFrom(0, 1, 2),
  flag: fc.boolean(),
  which: fc.constantFrom(0, 0, 0, 1, 2),
  seconds: fc.constantFrom(3, 3, 11, 11, 4 * 60, 61 * 60, 25 * 3600, 8 * 86_400),
  anyway: fc.constantFrom(false, false, false, false, false, true),
}

/** How far a user is before the first step. */
const beginnings = ['signedUp', 'confirmed', 'signedIn', 'signedInHiding', 'invited', 'guessedAt'] as const

function beginningOf(beginning: (typeof beginnings)[number], name: number): StepCommand[] {
  const client = beginning === 'signedInHiding' ? 1 : 0
  const account = { name, password: 'Correct-horse-1', address: name } as const
  const signUp = commandOf('signUp', { ...account, client })
  const confirm = commandOf('confirmSignUp', { name, client, code: 'newest', flag: false })
  const signIn = commandOf('signIn', { name, client, password: 'theirs' })
  if (beginning === 'signedUp') return [signUp]
  if (beginning === 'confirmed') return [signUp, confirm]
  if (beginning === 'guessedAt') {
    const guess = commandOf('signIn', { name, client, password: 'Correct-horse-2' })
    return [signUp, confirm, guess, guess, guess, guess]
  }
  if (beginning === 'invited') return [commandOf('adminCreate', { ...account, flag: true }), signIn]
  return [signUp, confirm, signIn]
}

const commandOf = (name: string, choice: Partial<Drawn>) => new StepCommand(name, steps[name] as Step, choice)

function commands() {
  return Object.entries(steps).flatMap(([name, step]) => {
    const uses = step.isDull ? [...step.uses, 'anyway' as const] : step.uses
    const shape = Object.fromEntries(uses.map(key => [key, drawn[key]]))
    const command = fc.record(shape).map(choice => commandOf(name, choice))
    return Array.from({ length: step.weight ?? 1 }, () => command)
  })
}

class StepCommand implements fc.AsyncCommand<World, Cognito> {
  readonly #name: string
  readonly #step: Step
  readonly #drawn: Partial<Drawn>

  constructor(name: string, step: Step, choice: Partial<Drawn>) {
    this.#name = name
    this.#step = step
    this.#drawn = choice
  }

  #choices({ model, clients, life }: World): Choices {
    const { client, password } = this.#drawn
    const choices = {
      ...this.#drawn,
      name: `user-${this.#drawn.name}-${life}`,
      client: clients[client ?? 0],
      address: `address-${this.#drawn.address}-${life}@example.test`,
    } as Choices
    if (password !== 'theirs') return choices
    const user = this.#step.subject?.(model, choices) ?? model.users.get(choices.name)
    return { ...choices, password: user?.password ?? 'Correct-horse-1' }
  }

  check(world: World) {
    const { isPossible = () => true, isDull = () => false } = this.#step
    const choices = this.#choices(world)
    if (!this.#drawn.anyway && isDull(world.model, choices)) return false
    return isPossible(world.model, choices)
  }

  async run(world: World, { url }: Cognito) {
    const { model, poolId } = world
    const choices = this.#choices(world)
    const { request, expected } = this.#step
    const made = request(model, choices)
    if (!made) return clock.advance({ seconds: choices.seconds })

    const [operation, input] = made
    const verdict = expected(model, choices)
    const sentBefore = announced.length
    const answer = await call(url, operation, { UserPoolId: poolId, ...input })
    const sent = announced.slice(sentBefore)
    expect(verdict.outcomes, `${this}: ${answer.message}`).toContain(answer.__type ?? 'ok')
    expect(sent.length, `messages of ${this}`).toBe(verdict.sends ? 1 : 0)
    verdict.learn?.(answer, sent[0]?.code ?? '')
  }

  toString() {
    return `${this.#name}(${JSON.stringify(this.#drawn)})`
  }
}

async function compareUsers({ model, poolId }: World) {
  for (const { name, status, isEnabled, email, isVerified } of model.users.values()) {
    const answer: Answer = await call(cognito.url, 'AdminGetUser', { UserPoolId: poolId, Username: name })
    const attributes = Object.fromEntries(
      ((answer.UserAttributes ?? []) as { Name: string; Value: string }[]).map(({ Name, Value }) => [
        Name,
        Value,
      ]),
    )
    expect({
      status: answer.UserStatus,
      isEnabled: answer.Enabled,
      email: attributes.email,
      isVerified: attributes.email_verified === 'true',
    }).toEqual({ status, isEnabled, email, isVerified })
  }
}
