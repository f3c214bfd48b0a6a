import { expect, test, vi } from 'vitest'

// The names are written by the client of the pool, which this stands for.
vi.hoisted(() => {
  process.env.SST_RESOURCE_Auth = JSON.stringify({ clientId: 'client', clientSecret: 'secret' })
})

const { keyOf, readNames } = await import('./passkey-names.ts')

const written = (names: ReadonlyMap<string, string>) => JSON.stringify(Object.fromEntries(names))

test('names come back as they were written', () => {
  const names = new Map([
    ['AAAAAAAAAAAA', 'Laptop'],
    ['BBBBBBBBBBBB', '"Ada\'s" \\ 電話 📱'],
  ])
  expect(readNames(written(names))).toEqual(names)
})

test.each([
  undefined,
  '',
  '{',
  'null',
  '"Laptop"',
  '7',
  '{"AAAAAAAAAAAA":7}',
  '{"AAAAAAAAAAAA":""}',
  '{"AAAAAAAAAAAA":{"name":"Laptop"}}',
  `{"AAAAAAAAAAAA":"${'x'.repeat(41)}"}`,
  '{"AAAAAAAAAAAA":"Lap\\u0000top"}',
  '{"__proto__":"Laptop"}',
])('%j is no names', value => {
  expect(readNames(value)).toEqual(new Map())
})

test('a passkey is known by the beginning of its id', () => {
  expect(keyOf('AAAAAAAAAAAABBBB')).toBe('AAAAAAAAAAAA')
  expect(keyOf('AAAA')).toBe('AAAA')
})

test.each([
  'x'.repeat(40),
  '電'.repeat(25),
  '📱'.repeat(19),
  '"'.repeat(19),
  '\\'.repeat(19),
  'é'.repeat(38),
])('as many names as there can be passkeys fit into the attribute, all of them %s', name => {
  const keys = Array.from({ length: 20 }, (_, index) => `passkey-${index}`.padEnd(12, '_'))
  const value = JSON.stringify(Object.fromEntries(keys.map(key => [key, name])))
  expect([...value].length).toBeLessThanOrEqual(2048)
  expect(readNames(value)).toEqual(new Map(keys.map(key => [key, name])))
})
