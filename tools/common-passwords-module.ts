import { dictionary } from '@zxcvbn-ts/language-common'

/** How far down the ranking: about as many passwords as are tried online before anybody is noticed. */
const ranks = 10_000

const head = `/**
 * The ${ranks.toLocaleString('en')} most common passwords, the most common ones first, and all longer ones that are
 * known. \`npm run common-passwords\` writes this file.
 *
 * Without those of fewer than five characters, which stand in many a good
 * password by chance; four digits are mostly a year, and stay.
 *
 * From @zxcvbn-ts/language-common, by the MIT licence:
 * Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.
 * Copyright (c) 2021 @zxcvbn-ts
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the "Software"), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in
 * all copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
 * SOFTWARE.
 */`

/** The module that the functions bundle: of 49,000 entries those that are of use to them, in a fifth of the bytes. */
export function commonPasswordsModule(): string {
  const passwords = dictionary['passwords-common'].filter(
    (password, rank) =>
      (rank < ranks && (password.length > 4 || /^\d{4}$/.test(password))) || password.length >= 12,
  )
  return `${head}\nexport const commonPasswords = \`\n${wrapped(passwords).join('\n')}\n\`\n`
}

const lineWidth = 110

function wrapped(words: readonly string[]): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    if (line.length + 1 + word.length > lineWidth) {
      lines.push(line)
      line = word
    } else {
      line = line ? `${line} ${word}` : word
    }
  }
  return [...lines, line]
}
