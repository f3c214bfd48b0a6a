/** What a developer saves is seen at once: the site in the browser, a function in its next answer. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'playwright/test'
import { test } from 'vitest'
import { emptyProject } from '../empty-project.ts'
import { startApp } from '../start-app.ts'
import { newVisitor, startBrowser } from './visitor.ts'

const files = {
  'sst.config.ts': `export default $config({
    app: () => ({ name: 'saving', home: 'aws' }),
    async run() {
      const api = new sst.aws.ApiGatewayV1('Api', { cors: false })
      api.route('GET /hello', 'hello.handler')
      api.deploy()
      const router = new sst.aws.Router('Router')
      router.route('/api', api.url, { rewrite: { regex: '^/api', to: '/' + $app.stage } })
      new sst.aws.StaticSite('Site', { path: 'web', router: { instance: router } })
    },
  })`,
  'hello.ts': 'export const handler = async () => ({ statusCode: 200, body: "old answer" })',
  'web/package.json': '{ "type": "module" }',
  'web/vite.config.js': 'export default {}',
  'web/index.html': '<!doctype html><title>x</title><p></p><script type="module" src="/main.js"></script>',
  'web/main.js': 'document.querySelector("p").textContent = "old page"',
}

async function save(root: string, file: string, content: string) {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), content)
}

test.each([false, true])(
  'a saved page shows itself, and a saved function gives the next answer, over TLS: %s',
  async https => {
    await using project = await emptyProject()
    for (const [file, content] of Object.entries(files)) await save(project.root, file, content)
    await using app = await startApp({ root: project.root, watch: true, https })
    await using browser = await startBrowser()
    await using visitor = await newVisitor(browser, { ignoreHTTPSErrors: true })
    const { page } = visitor
    const answer = async () => (await page.request.get(`${app.url}/api/hello`)).text()

    await page.goto(app.url)
    await expect(page.getByText('old page')).toBeVisible()
    await expect.poll(answer).toBe('old answer')

    await save(project.root, 'web/main.js', files['web/main.js'].replace('old', 'new'))
    await expect(page.getByText('new page')).toBeVisible()
    await save(project.root, 'hello.ts', files['hello.ts'].replace('old', 'new'))
    await expect.poll(answer, { timeout: 15_000 }).toBe('new answer')
  },
)
