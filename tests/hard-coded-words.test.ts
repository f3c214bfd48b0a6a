/** The site speaks in the words of its catalogues only. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they belong to the snippets
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hardCodedWords } from './hard-coded-words.ts'
import { root } from './root.ts'

const site = join(root, 'packages/web/src')

/** The catalogues themselves, tests, and what is shown to those who build the site only. */
const others = /^(?:words|showcase)\/|\.test\.ts$/

test('what the site shows and says stands in its catalogues', async () => {
  const hardCoded: string[] = []
  let files = 0
  for await (const file of glob('**/*.{ts,tsx}', { cwd: site })) {
    if (others.test(file)) continue
    files += 1
    const words = hardCodedWords(file, await readFile(join(site, file), 'utf8'))
    hardCoded.push(...words.map(text => `${file}: ${text}`))
  }

  expect(files).toBeGreaterThan(100)
  expect(hardCoded).toEqual([])
})

describe('words in the source', () => {
  test.each([
    ['<p>Hello</p>', 'Hello'],
    ['<p>{name} or {other}</p>', 'or'],
    ['<p>Not {username}?</p>', 'Not'],
    ["<p>{isOpen ? 'open' : words.shut}</p>", 'open'],
    ["<p>{isOpen && 'open'}</p>", 'open'],
    ["<p>{name === 'ada' ? words.you : 'somebody'}</p>", 'somebody'],
    ["<p>{count + ' left'}</p>", 'left'],
    ['<p>{`${count} left`}</p>', '… left'],
    ['<>{rows.map(row => <li>{row} ok</li>)}</>', 'ok'],
    ['<a aria-label="home" />', 'home'],
    ['<a title={"home" as string} />', 'home'],
    ['<img alt="door" />', 'door'],
    ['<input placeholder="name" />', 'name'],
    ['<Field hint={`up to ${count}`} />', 'up to …'],
    ['<Field hint={<em>secret</em>} />', 'secret'],
    ["<Setting action={{ words: 'change', tone: 'danger' }} />", 'change'],
    ["<Setting news={isDone ? 'done' : undefined} />", 'done'],
    ['<Anything ofOurs="seen" />', 'seen'],
    ["<a onClick={() => announce('All done')} />", 'All done'],
    ["<p className={say('All done')} />", 'All done'],
    ["const news = 'The key is copied.'", 'The key is copied.'],
    ["const news = 'copied just now'", 'copied just now'],
    ["const names = { 'on a phone': 'Phone' }", 'Phone'],
    ['const news = `“${name}” is added.`', '“…” is added.'],
    ['const news = `${name} is added`', '… is added'],
    ['const news = `Added ${date}`', 'Added …'],
    ["const Item = ({ name = 'Passkey' }) => <li>{name}</li>", 'Passkey'],
    ["throw new AppError('busy', 'We are busy.')", 'We are busy.'],
    ["report({ password: 'That is not your password.' })", 'That is not your password.'],
    ["document.title = name + ' – Latchkey'", '– Latchkey'],
    ["const news = 'about ' + time", 'about'],
    ["const german = 'Überall'", 'Überall'],
  ])('%s are found', (source, words) => {
    expect(hardCodedWords('source.tsx', source)).toEqual([words])
  })

  test.each([
    '<p className="lead">{words.lead}</p>',
    "<p className={`button button-${tone ?? 'quiet'} wide`}>1 · 2</p>",
    "<p>{step.name === 'rest' && words.rest}</p>",
    "<p>{fill(words.lead, { name: format('long') })}</p>",
    '<p>{words.first} {words.second}</p>',
    '<input type="email" name="email" autoComplete="off" aria-hidden="true" />',
    "<Link to={paths.home} state={{ because: 'code-not-sent' }} />",
    '<Skeleton of="name@example.com" />',
    "import { first } from './First Words.ts'",
    "export * from 'Somewhere else'",
    "const later = () => import('Somewhere else')",
    "type Because = 'Not yet' | 'Never again'",
    "const isEnter = event.key === 'Enter'",
    "switch (name) { case 'Not yet': break }",
    "const headers = { 'Content-Type': json, Authorization: `Bearer ${token}` }",
    "const value = response.headers.get('Retry-After')",
    "const isCalledOff = ['AbortError'].includes(name)",
    "throw new Error('The page has no root.')",
    "const browsers = ['Samsung Internet', 'Firefox']",
    'const bar = `M${x} ${y}h${width}v1h-${width}z`',
    "const step = { name: 'set-up', key: ['sign-in', 'latchkey.session'] }",
    '// A comment says what it likes.',
  ])('%s has none', source => {
    expect(hardCodedWords('source.tsx', source)).toEqual([])
  })

  test('cannot be hidden by a source that does not parse', () => {
    expect(() => hardCodedWords('source.tsx', '<p>Hello')).toThrow('source.tsx cannot be read')
  })
})
