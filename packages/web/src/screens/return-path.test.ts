import { describe, expect, test } from 'vitest'
import { returnPath } from './return-path.ts'

const origin = 'https://latchkey.example'

describe('a way back', () => {
  test.each([
    ['/secret', '/secret'],
    ['/account?tab=passkeys#list', '/account?tab=passkeys#list'],
    ['secret', '/secret'],
    ['/a/../secret', '/secret'],
    ['https://latchkey.example/secret', '/secret'],
    ['https://someone@latchkey.example/secret', '/secret'],
    ['/?next=//other.example', '/?next=//other.example'],
  ])('%s leads to %s', (candidate, path) => {
    expect(returnPath(candidate, origin)).toBe(path)
  })

  test.each([
    [null],
    [''],
    ['https://other.example/'],
    ['http://latchkey.example/secret'],
    ['https://latchkey.example:8443/secret'],
    ['https://latchkey.example.other.example/'],
    ['https://latchkey.example@other.example/'],
    ['//other.example'],
    ['///other.example'],
    ['/.//other.example'],
    ['/a/..//other.example'],
    ['/%2e//other.example'],
    ['\\\\other.example'],
    ['/\\other.example'],
    ['/\t/other.example'],
    ['/secret\n'],
    ['\u0000/secret'],
    ['/\u0085secret'],
    ['javascript:alert(1)'],
    ['data:text/html,hello'],
    ['blob:https://latchkey.example/6f0c'],
    ['https://'],
  ])('%j is refused', candidate => {
    expect(returnPath(candidate, origin)).toBeNull()
  })

  test('that is accepted stays on our origin when it is resolved once more', () => {
    for (const candidate of ['/secret', 'a//b', '/a//b', '?x=1', '#y', './/x', '/%2f/x', '/;//x']) {
      const path = returnPath(candidate, origin)
      if (path !== null) expect(new URL(path, origin).origin).toBe(origin)
    }
  })
})
