import { expect, test } from 'vitest'
import * as field from './fields.ts'
import { parse, required, type Shape } from './shape.ts'

const messageOf = (shape: Shape, json: unknown) => {
  try {
    parse(shape, json)
    return 'accepted'
  } catch (error) {
    return (error as Error).message
  }
}

const pattern = (member: string, expected: string) =>
  `1 validation error detected: Value at '${member}' failed to satisfy constraint: ` +
  `Member must satisfy regular expression pattern: ${expected}`

test('gives the declared members and no others, null as absent', () => {
  const shape = { Username: required(field.username), Password: field.password, AuthParameters: field.map }
  const json = JSON.parse('{"Username":"ada","Password":null,"Other":1,"AuthParameters":{"__proto__":"x"}}')

  const input = parse(shape, json)

  expect(Object.keys(input)).toEqual(['Username', 'AuthParameters'])
  expect(input.Password).toBeUndefined()
  expect(Object.keys(input.AuthParameters ?? {})).toEqual(['__proto__'])
})

test('says in a clause what is wrong, without the value of a sensitive member', () => {
  expect(messageOf({ Username: field.username }, { Username: 'a b' })).toBe(
    pattern('username', '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'),
  )
  expect(messageOf({ Password: field.password }, { Password: 'pass word' })).toBe(
    pattern('password', '[\\S]+'),
  )
  expect(messageOf({ Flow: { kind: 'text', values: ['A', 'B'] } }, { Flow: 'C' })).toBe(
    "1 validation error detected: Value 'C' at 'flow' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
  )
})

test('reports every break in the order of the shape', () => {
  const shape = { ClientId: required(field.clientId), Session: field.session, Secret: field.secretHash }
  expect(messageOf(shape, { Session: 'short', Secret: 'a'.repeat(129) })).toBe(
    '3 validation errors detected: ' +
      "Value null at 'clientId' failed to satisfy constraint: Member must not be null; " +
      "Value at 'session' failed to satisfy constraint: Member must have length greater than or equal to 20; " +
      "Value at 'secret' failed to satisfy constraint: Member must have length less than or equal to 128",
  )
})

test('looks into lists', () => {
  const long = 'a'.repeat(33)
  expect(
    messageOf({ UserAttributes: field.attributes }, { UserAttributes: [{ Name: 'a' }, { Name: long }] }),
  ).toBe(
    `1 validation error detected: Value '${long}' at 'userAttributes.2.member.name' failed to satisfy constraint: ` +
      'Member must have length less than or equal to 32',
  )
})

test.each([
  [field.clientId, 'a'.repeat(128), 'a-b'],
  [field.username, 'ädä+1@example.test', 'a'.repeat(129)],
  [field.password, 'p'.repeat(256), 'p'.repeat(257)],
  [field.confirmationCode, '123456', '123 456'],
  [field.secretHash, 'aA0_+/=', 'a b'],
  [field.session, 's'.repeat(2048), 's'.repeat(2049)],
  [field.accessToken, 'eyJ.a-b_c=.d', 'a b'],
])('admits by %o the one and refuses the other', (member, admitted, refused) => {
  expect(messageOf({ Member: member }, { Member: admitted })).toBe('accepted')
  expect(messageOf({ Member: member }, { Member: refused })).toContain('1 validation error detected')
})

test('reports each break of one member', () => {
  expect(messageOf({ Code: field.confirmationCode }, { Code: '' })).toContain(
    '2 validation errors detected: ',
  )
})

test('counts characters, not code units', () => {
  expect(messageOf({ Name: { kind: 'text', max: 2 } }, { Name: '🗝🗝' })).toBe('accepted')
})

test.each([
  { kind: 'number', min: 0, max: 60 },
  { kind: 'flag' },
  { kind: 'text' },
  { kind: 'map' },
  { kind: 'list', of: {} },
] as const)('cannot read as %o what is of another type', field => {
  const json = field.kind === 'number' ? 1.5 : 7
  expect(() => parse({ Member: field }, { Member: json })).toThrow(
    expect.objectContaining({ type: 'SerializationException' }),
  )
})
