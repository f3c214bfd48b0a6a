import { Children, isValidElement, type ReactNode } from 'react'
import { expect, test } from 'vitest'
import { fill, fillText } from './fill.ts'

test('a text has its values in their places, wherever a language puts them', () => {
  expect(fillText('{count} of {all}', { count: 1, all: 2 })).toBe('1 of 2')
  expect(fillText('von {all} {count}', { count: 1, all: 2 })).toBe('von 2 1')
})

test('a value is taken as it is: a place in it is none', () => {
  expect(fillText('Not {username}?', { username: '{count} $& <b>' })).toBe('Not {count} $& <b>?')
})

test('a text without places is itself', () => {
  expect(fillText('Sign in', {})).toBe('Sign in')
})

test('an element stands in its place', () => {
  const sentence: ReactNode = fill('New here? {link}.', { link: 7 })
  if (!isValidElement<{ children: ReactNode }>(sentence)) throw new Error('There is no element.')
  expect(Children.toArray(sentence.props.children)).toEqual(['New here? ', 7, '.'])
})
