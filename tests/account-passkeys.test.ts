/** Passkeys of an account: made, listed under the names that people give them, and removed. */
import { AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider'
import { createAuthenticator } from '@latchkey/offline/testing/authenticator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator, answerOf, newPerson, type Person, signInAgain } from './person.ts'
import { type App, setCookies, startApp } from './start-app.ts'

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app[Symbol.asyncDispose]())

type Authenticator = ReturnType<typeof createAuthenticator>
type Behaviour = Parameters<Authenticator['create']>[1]

const here = () => createAuthenticator({ origin: app.url })

async function made({ browser }: Person, behaviour: Behaviour = {}, authenticator = here()) {
  const { status, body } = await answerOf(browser.post('/account/passkeys/options'))
  if (status !== 200) throw new Error(`No options: ${status}.`)
  return authenticator.create(body.options, behaviour)
}

const add = ({ browser }: Person, credential: object, name = 'Laptop') =>
  answerOf(browser.post('/account/passkeys', { name, credential }))

/** Makes a passkey and adds it. Gives its id. */
async function register(person: Person, name: string, authenticator?: Authenticator) {
  const credential = await made(person, {}, authenticator)
  const { status } = await add(person, credential, name)
  if (status !== 204) throw new Error(`${name} was not added: ${status}.`)
  return credential.id
}

const list = async ({ browser }: Person) =>
  (await answerOf(browser.get('/account/passkeys'))).body.passkeys as {
    id: string
    name?: string
    device: string
    createdAt: string
  }[]
const remove = ({ browser }: Person, id: string) => answerOf(browser.delete(`/account/passkeys/${id}`))
const namesOf = async ({ username }: Person) =>
  (await administrator(app).attributesOf(username))['custom:passkey_names']
const hasPasskey = async ({ browser }: Person) =>
  (await answerOf(browser.get('/account'))).body.factors.passkey as boolean

test('a passkey is added under its name, signs in, and is gone once it is removed', async () => {
  const person = await newPerson(app)
  const { browser } = person
  const authenticator = here()
  const credential = await made(person, {}, authenticator)
  const answer = await add(person, credential, "Ada's laptop")
  expect([answer.status, answer.body]).toEqual([204, undefined])
  expect(setCookies(answer.response)).toEqual([
    {
      name: '__Host-passkey-user',
      value: expect.stringMatching(/^[\w-]+\.[\w-]+$/),
      attributes: {
        'max-age': String(400 * 24 * 60 * 60),
        path: '/',
        secure: true,
        httponly: true,
        samesite: 'Strict',
      },
    },
  ])
  expect(await list(person)).toEqual([
    {
      id: credential.id,
      name: "Ada's laptop",
      device: 'built-in',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    },
  ])
  expect(await hasPasskey(person)).toBe(true)

  const { body } = await answerOf(browser.post('/sign-in/passkey', {}))
  const { name, session, options } = body.challenge
  const proof = { name, session, credential: authenticator.get(options) }
  expect((await answerOf(browser.post('/sign-in/challenge', proof))).status).toBe(200)

  expect((await remove(person, credential.id)).status).toBe(204)
  expect(await list(person)).toEqual([])
  expect(await hasPasskey(person)).toBe(false)
  expect(await namesOf(person)).toBeUndefined()
})

test('the newest comes first, each keeps its own name, and one that is gone may be removed again', async () => {
  const person = await newPerson(app)
  const first = await register(person, 'Laptop')
  app.clock.advance({ minutes: 1 })
  const second = await register(person, '電話 "2" \\ 📱')
  expect(await list(person)).toMatchObject([
    { id: second, name: '電話 "2" \\ 📱' },
    { id: first, name: 'Laptop' },
  ])

  for (let times = 0; times < 2; times++) {
    expect((await remove(person, second)).status).toBe(204)
    expect(await list(person)).toMatchObject([{ id: first, name: 'Laptop' }])
  }
  expect(JSON.parse((await namesOf(person)) ?? '')).toEqual({ [first.slice(0, 12)]: 'Laptop' })
  expect((await remove(person, 'never-was-one')).status).toBe(204)
})

test('what cannot be the id of one is told', async () => {
  const person = await newPerson(app)
  for (const id of ['a%2Fb', '%0d%0a', 'A'.repeat(1401)]) {
    expect(await remove(person, id)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', fields: { id: 'This is not the id of a passkey.' } },
    })
  }
})

test("nobody removes or names another's", async () => {
  const [ada, bob] = [await newPerson(app), await newPerson(app)]
  const id = await register(ada, 'Laptop')
  expect((await remove(bob, id)).status).toBe(204)
  expect(await list(ada)).toMatchObject([{ id, name: 'Laptop' }])
  expect(await list(bob)).toEqual([])
})

test.each([
  ['built-in', 'platform', ['internal', 'hybrid']],
  ['built-in', undefined, ['internal', 'hybrid']],
  ['phone', 'cross-platform', ['hybrid', 'internal']],
  ['phone', undefined, ['hybrid']],
  ['security-key', 'cross-platform', ['usb', 'nfc']],
  ['security-key', undefined, ['ble']],
  ['unknown', 'cross-platform', []],
  ['unknown', undefined, ['smart-card']],
])('is %s where the browser says %j and %j', async (device, authenticatorAttachment, transports) => {
  const person = await newPerson(app)
  const { response, ...credential } = await made(person)
  const described = { ...credential, authenticatorAttachment, response: { ...response, transports } }
  expect((await add(person, described)).status).toBe(204)
  expect(await list(person)).toMatchObject([{ device }])
})

describe('a passkey is refused', () => {
  const refused = {
    status: 400,
    body: { code: 'invalid_request', message: 'That passkey could not be added. Try again.' },
  }

  test.each<[string, Behaviour]>([
    ['of another site', { origin: 'https://other.example' }],
    ['for another site', { relyingPartyId: 'other.example' }],
    ['that nobody unlocked', { verifiesUser: false }],
    ['of a kind that Cognito does not know', { algorithm: -8 }],
  ])('%s', async (_, behaviour) => {
    const person = await newPerson(app)
    const answer = await add(person, await made(person, behaviour))
    expect(answer).toMatchObject(refused)
    expect(setCookies(answer.response)).toEqual([])
    expect(await list(person)).toEqual([])
    expect(await namesOf(person)).toBeUndefined()
  })

  test('that cannot be read', async () => {
    const person = await newPerson(app)
    const { response, ...credential } = await made(person)
    const answer = await add(person, { ...credential, response: { ...response, attestationObject: 'oA' } })
    expect(answer).toMatchObject(refused)
  })

  test('when its challenge is too old, used, or that of another', async () => {
    const tooLate = {
      status: 401,
      body: { code: 'challenge_expired', message: 'That took too long. Start again.' },
    }
    const person = await newPerson(app)
    const late = await made(person)
    app.clock.advance({ minutes: 4 })
    expect(await add(person, late)).toMatchObject(tooLate)

    await signInAgain(person.browser, person)
    const used = await made(person)
    expect((await add(person, used)).status).toBe(204)
    expect(await add(person, used)).toMatchObject(tooLate)

    const other = await newPerson(app)
    await made(other)
    expect(await add(other, await made(person))).toMatchObject(tooLate)
    expect(await list(other)).toEqual([])
  })
})

test('twenty passkeys whose names take all the room leave the ID token below 4 kB; one more is refused', async () => {
  const person = await newPerson(app)
  const { browser } = person
  const name = `${'電'.repeat(25)}xx`
  for (let count = 0; count < 20; count++) await register(person, name)
  expect((await list(person)).map(passkey => passkey.name)).toEqual(Array(20).fill(name))

  const { body } = await signInAgain(browser, person)
  const { username, email } = person
  const longest = username.padEnd(64).length + email.padEnd(128).length - username.length - email.length
  expect(body.idToken.length + (longest * 4) / 3).toBeLessThan(4096)
  expect((await answerOf(browser.get('/account'))).status).toBe(200)

  expect(await answerOf(browser.post('/account/passkeys/options'))).toMatchObject({
    status: 400,
    body: {
      code: 'invalid_request',
      message: 'Your account has as many passkeys as it can have. Remove one first.',
    },
  })
})

test('a name that takes up too much room is refused, and its passkey with it; a shorter one is not', async () => {
  const person = await newPerson(app)
  const credential = await made(person)
  expect(await add(person, credential, '電'.repeat(26))).toMatchObject({
    status: 400,
    body: {
      code: 'invalid_request',
      fields: { name: 'That name takes up too much room. Use a shorter one.' },
    },
  })
  expect(await list(person)).toEqual([])
  expect((await add(person, credential, '電'.repeat(25))).status).toBe(204)
})

describe('names that are not ours', () => {
  const write = async ({ username: Username }: Person, Value: string) => {
    const { sdk, UserPoolId } = administrator(app)
    const UserAttributes = [{ Name: 'custom:passkey_names', Value }]
    await sdk.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }))
  }

  test.each(['{', '[]', 'null', '{"a":{"b":1}}', 'Laptop'])('are none: %s', async value => {
    const person = await newPerson(app)
    const first = await register(person, 'Laptop')
    await write(person, value)
    const [passkey] = await list(person)
    expect(passkey).toEqual({ id: first, device: 'built-in', createdAt: expect.any(String) })

    app.clock.advance({ minutes: 1 })
    const second = await register(person, 'Phone')
    const passkeys = await list(person)
    expect(passkeys.map(({ id, name }) => [id, name])).toEqual([
      [second, 'Phone'],
      [first, undefined],
    ])
  })

  test('of passkeys that are gone take no room', async () => {
    const person = await newPerson(app)
    await write(person, JSON.stringify({ AAAAAAAAAAAA: 'Long gone' }))
    const id = await register(person, 'Laptop')
    expect(JSON.parse((await namesOf(person)) ?? '')).toEqual({ [id.slice(0, 12)]: 'Laptop' })
  })
})

test('they go with the account: another one of that name has neither', async () => {
  const person = await newPerson(app)
  const { browser, username, email, password } = person
  await register(person, 'Laptop')
  expect((await answerOf(browser.delete('/account', { username }))).status).toBe(204)
  expect(browser.cookies.has('__Host-passkey-user')).toBe(false)

  await browser.post('/sign-up', { username, email, password })
  const [message] = app.messages({ to: email })
  await browser.post('/confirm', { username, code: message?.code })
  expect((await signInAgain(browser, person)).status).toBe(200)
  expect(await list(person)).toEqual([])
  expect(await hasPasskey(person)).toBe(false)
  expect(await namesOf(person)).toBeUndefined()
})
