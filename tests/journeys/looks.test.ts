/** That the comparison of looks sees what people would. */
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { compare } from './looks.ts'

/** A page of plain paper, with a dot of so many pixels either way. */
function paperWithDot(size: number): PNG {
  const paper = new PNG({ width: 640, height: 400 })
  paper.data.fill(0xf0)
  for (let y = 200; y < 200 + size; y++) {
    for (let x = 300; x < 300 + size; x++) paper.data.set([0x20, 0x20, 0x20, 0xff], (y * paper.width + x) * 4)
  }
  return paper
}

test('a dot that is smaller than a letter is a difference, and is shown', () => {
  const difference = compare(paperWithDot(0), paperWithDot(4))
  expect(difference?.count).toBe(16)
  expect(difference?.picture).toMatchObject({ width: 640, height: 400 })
})

test('the same is no difference, nor is less than anybody sees', () => {
  expect(compare(paperWithDot(4), paperWithDot(4))).toBeUndefined()
  expect(compare(paperWithDot(0), paperWithDot(2))).toBeUndefined()
})
