/** What axe finds on a page. */
import axe, { type RunOptions } from 'axe-core'
import type { Page } from 'playwright'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** By all rules of WCAG 2.2, levels A and AA, and of good practice: the rule, where it is broken, and how. */
export const violationsOn = (page: Page) => run(page, { runOnly: { type: 'tag', values: tags } })

/** By the rules about colours, for a page that differs in nothing else from one that has been looked at. */
export const paleOn = (page: Page) =>
  run(page, { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, preload: false })

async function run(page: Page, options: RunOptions): Promise<string[]> {
  // Not as a script of the page, which its policy would not let in.
  await page.evaluate(axe.source)
  return page.evaluate(
    async options => {
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, options)
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
      )
    },
    { ...options, resultTypes: ['violations'] } satisfies RunOptions,
  )
}
