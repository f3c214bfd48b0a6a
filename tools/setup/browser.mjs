import { findBrowser, thisMachine } from './find-browser.mjs'
import { inRoot, projectNode, readJson } from './paths.mjs'
import { lastLines, runTool, SetupError, ToolError } from './tool.mjs'

const step = 'Browser'

/**
 * Finds a browser for the tests, or installs one, and says which it is.
 *
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<{ chrome?: string }>} nothing where Playwright finds its own
 */
export async function ensureBrowser(progress) {
  const machine = thisMachine()
  const found = search(machine) ?? (await install(progress))
  if ('playwright' in found) {
    progress.say(`  ${step}: Playwright's Chromium (${found.playwright})`)
    return {}
  }
  if (!machine.isProgram(found.path))
    throw new SetupError(
      step,
      `LATCHKEY_CHROME or CHROME_PATH names ${found.path}, which is not a program.`,
      {
        advice: ['Correct it, or leave it out to have a browser looked for.'],
      },
    )
  progress.say(`  ${step}: ${found.path}`)
  return { chrome: found.path }
}

const search = (machine = thisMachine()) => findBrowser(machine, playwrightRevision())

function playwrightRevision() {
  /** @type {{ name: string, revision: string }[]} */
  const browsers = readJson(inRoot('node_modules', 'playwright-core', 'browsers.json'))?.browsers ?? []
  return browsers.find(({ name }) => name === 'chromium-headless-shell')?.revision
}

/**
 * A package of the system brings the libraries that a browser needs, so on a Debian machine that is
 * ours to change (a CI runner, a container) it is tried before Playwright's download.
 *
 * @param {import('./progress.mjs').Progress} progress
 */
async function install(progress) {
  const isRoot = process.getuid?.() === 0
  const hasApt = isRoot && thisMachine().isProgram('/usr/bin/apt-get')
  const attempts = [
    ...(hasApt ? [{ doing: 'apt-get install chromium', run: aptInstall }] : []),
    { doing: 'playwright install chromium', run: () => playwrightInstall(hasApt) },
  ]
  const failures = []
  for (const { doing, run } of attempts) {
    try {
      return await progress.step(step, doing, async () => {
        await run()
        const found = search()
        if (!found) throw new ToolError('it ended well, but there is no browser', '')
        return found
      })
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
      failures.push(`${doing}: ${error.message}`, ...lastLines(error.output, 6).map(line => `  ${line}`), '')
    }
  }
  throw new SetupError(step, 'found no Chrome or Chromium, and could not install one.', {
    output: failures.slice(0, -1),
    advice: [
      'Install Chrome or Chromium yourself, or say where it is: LATCHKEY_CHROME=/path/to/chrome npm test',
      'Everything but the browser journeys runs without one: npm run check',
    ],
  })
}

async function aptInstall() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const patience = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=1']
  await runTool('apt-get', [...patience, 'update'], env)
  await runTool('apt-get', [...patience, 'install', '-y', 'chromium'], env)
}

/** @param {boolean} withDependencies */
async function playwrightInstall(withDependencies) {
  const cli = inRoot('node_modules', 'playwright', 'cli.js')
  await runTool(projectNode, [cli, 'install', ...(withDependencies ? ['--with-deps'] : []), 'chromium'])
}
