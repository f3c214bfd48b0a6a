/** From where to where in a text, the end not included. */
export type Span = readonly [start: number, end: number]

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  '00112233445566778899',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'qsdfghjklm',
  'zxcvbnm',
  'yxcvbnm',
  'wxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '!@#$%^&*()',
]
const bothWays = [...rows, ...rows.map(row => [...row].reverse().join(''))].join(' ')

const shortestRun = 4

/**
 * Where a text follows a row of the alphabet, of the digits or of a keyboard,
 * forward or back, stays on one character, or names a year.
 */
export function runsIn(text: string): Span[] {
  const spans = [
    ...[...text.matchAll(/(.)\1{2,}/gsu)].map(({ index, 0: run }): Span => [index, index + run.length]),
    // Looked for at every place: the end of one may be the start of another.
    ...[...text.matchAll(/(?=(?:19|20)\d\d)/g)].map(({ index }): Span => [index, index + 4]),
  ]
  for (let start = 0; start <= text.length - shortestRun; start++) {
    let end = start + shortestRun
    if (!bothWays.includes(text.slice(start, end))) continue
    while (end < text.length && bothWays.includes(text.slice(start, end + 1))) end++
    spans.push([start, end])
  }
  return spans
}
