import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testProject } from '../config/project-fixture.ts'
import { listen } from '../listen.ts'
import { buildSite } from './build-site.ts'
import { startViteSite } from './vite-site.ts'

const hint = '<script type="module" src="/__offline/hint.js"></script>'

/** A page that says what a plugin of the site's own makes of it, with these settings besides. */
async function projectWith(settings = '') {
  const project = await testProject('')
  const files = {
    'package.json': '{ "type": "module" }',
    'vite.config.js': `export default {
      plugins: [{ name: 'own', transformIndexHtml: html => html.replace('nobody', 'the plugin') }],
      ${settings}
    }`,
    'index.html': '<!doctype html><title>x</title><p>By nobody.</p>',
  }
  await mkdir(join(project.root, 'web'))
  for (const [file, content] of Object.entries(files)) {
    await writeFile(join(project.root, 'web', file), content)
  }
  const site = { id: 'Site', path: 'web', environment: {}, buildCommand: 'npx --no-install vite build' }
  return { site, root: project.root, [Symbol.asyncDispose]: project[Symbol.asyncDispose] }
}

/** What the development server makes of its page at this path. */
async function served({ site, root }: Awaited<ReturnType<typeof projectWith>>, path: string) {
  await using stack = new AsyncDisposableStack()
  const server = createServer((request, response) => running.answer(request, response))
  const running = stack.use(await startViteSite({ site, root, server, watch: false }))
  const listening = await listen(server, 0)
  stack.defer(listening.close)
  return (
    await fetch(`http://localhost:${listening.port}${path}`, { headers: { accept: 'text/html' } })
  ).text()
}

test.each([
  ['', '/'],
  ['', '/some/screen'],
  ["base: '/app/'", '/app/'],
  ["html: { cspNonce: 'n' }", '/'],
])(
  'with the settings {%s} the page at %s shows the way to the inbox, and is the same besides',
  async (settings, path) => {
    await using project = await projectWith(settings)
    const page = await served(project, path)
    expect(page.replaceAll(' nonce="n"', '').split(hint)).toHaveLength(2)
    expect(page).toContain('<p>By the plugin.</p>')
    if (settings.includes('cspNonce')) expect(page).toContain('src="/__offline/hint.js" nonce="n"')
  },
)

test('a page that is built for a deploy has nothing of it', async () => {
  await using project = await projectWith()
  await buildSite(project.site, project.root)
  const page = await readFile(join(project.root, 'web/dist/index.html'), 'utf8')
  expect(page).toContain('<p>By the plugin.</p>')
  expect(page).not.toContain('__offline')
})
