/** docs/security.md says what is met and by which test that is proven. Here it is taken at its word. */
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { evaluate } from '@latchkey/offline/evaluate'
import { byType } from '@latchkey/offline/graph'
import { expect, test } from 'vitest'
import { root } from './root.ts'

const numbered = (letter: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${letter}${i + 1}`)

/** Identity provider, tokens, sessions, accounts, API, browser and edge, process; then the faults. */
const required = [
  ...numbered('A', 15),
  ...numbered('B', 12),
  ...numbered('C', 14),
  ...numbered('D', 17),
  ...numbered('E', 14),
  ...numbered('F', 11),
  ...numbered('G', 5),
  ...numbered('R', 22),
]

/** What is not met, or not whole. Whoever adds to it has found a reason that AWS gives. */
const signedOff = ['C9', 'D10', 'D15', 'E4', 'R11']

type Row = { id: string; how: string; proof: string }
type Proof = { file: string; name: string }

const ledger = await readFile(join(root, 'docs/security.md'), 'utf8')
const rows: Row[] = ledger
  .split('\n')
  .filter(line => /^\| (?:[A-Z]\d+|`[A-Za-z-]+`) \|/.test(line))
  .map(line => {
    const cells = line.split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|'))
    const [, id = '', ...rest] = cells.slice(0, -1)
    return { id: id.replaceAll('`', ''), how: rest.slice(0, -1).join(' '), proof: rest.at(-1) ?? '' }
  })

const proofsOf = ({ proof }: Row): Proof[] =>
  proof
    .split('<br>')
    .map(part => /^`([^`]+\.test\.ts)` › (.+)$/.exec(part.trim()))
    .flatMap(match => (match ? [{ file: match[1] ?? '', name: match[2] ?? '' }] : []))

const isDeviation = ({ proof }: Row) => proof.includes('**Deviation**')

const isRun = (file: string) =>
  /^(?:packages\/[^/]+\/src\/.+|tools\/[^/]+|tests\/(?:journeys\/)?[^/]+)\.test\.ts$/.test(file)

/** A test or a table of tests of that name: its text as it stands in the source, with its options, if any, and its function behind it. */
function hasTest(source: string, name: string): boolean {
  const text = ["'", '"', '`'].map(quote => `${quote}${name.replaceAll(quote, `\\${quote}`)}${quote},`)
  return text.some(literal => {
    for (let at = source.indexOf(literal); at !== -1; at = source.indexOf(literal, at + 1)) {
      if (/^\s*(?:\w+,\s*)?(?:async\s*)?(?:\(|\w+ =>)/.test(source.slice(at + literal.length))) return true
    }
    return false
  })
}

test('every requirement and every fault has its row, once', () => {
  const ids = rows.map(({ id }) => id).filter(id => /^[A-Z]\d+$/.test(id))
  expect(ids.toSorted()).toEqual(required.toSorted())
})

test('every header that CloudFront is told to add has its row, once', async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), 'latchkey-ledger-'))
  const graph = await evaluate({ root, stage: 'dev', dev: true, directory: directory.path })
  type Policy = {
    securityHeadersConfig: Record<string, unknown>
    customHeadersConfig: { items: { header: string }[] }
  }
  const names = byType(graph, 'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy').flatMap(
    ({ inputs }) => {
      const { securityHeadersConfig, customHeadersConfig } = inputs as unknown as Policy
      return [
        ...Object.keys(securityHeadersConfig).map(setting => headerOf[setting] ?? setting),
        ...customHeadersConfig.items.map(({ header }) => header),
      ]
    },
  )
  const listed = rows.map(({ id }) => id).filter(id => !required.includes(id))
  expect(listed.toSorted()).toEqual([...new Set(names)].sort())
})

const headerOf: Record<string, string> = {
  contentSecurityPolicy: 'Content-Security-Policy',
  contentTypeOptions: 'X-Content-Type-Options',
  frameOptions: 'X-Frame-Options',
  referrerPolicy: 'Referrer-Policy',
  strictTransportSecurity: 'Strict-Transport-Security',
}

test.each(rows)('$id says how it is met, and names a test that there is', async row => {
  expect(row.how).not.toBe('')
  const proofs = proofsOf(row)
  if (!isDeviation(row)) expect(proofs).not.toEqual([])
  // What is in the cell is all understood: a slip of the pen would be a proof that nobody looks for.
  expect(row.proof.split('<br>').filter(part => !part.includes('**Deviation**'))).toHaveLength(proofs.length)
  for (const { file, name } of proofs) {
    expect([file, isRun(file)]).toEqual([file, true])
    const source = await readFile(join(root, file), 'utf8')
    expect([file, name, hasTest(source, name)]).toEqual([file, name, true])
  }
})

test('nothing deviates but what was signed off', () => {
  expect(rows.filter(isDeviation).map(({ id }) => id)).toEqual(signedOff)
})

test('a name that is only mentioned is no test', () => {
  const source =
    "test('one', () => {})\ntest.each(['two'])('%s, three', async value => {})\n// 'four', and 'five',"
  const found = ['one', 'two', '%s, three', 'four', 'five'].filter(name => hasTest(source, name))
  expect(found).toEqual(['one', '%s, three'])
})
