import type { OfflineOptions } from '@latchkey/offline/start'
import { copyProject } from '../project-copy.ts'
import { type App, startApp } from '../start-app.ts'

/** The whole app with its site as it is deployed: built, and under the headers that it is deployed with. */
export async function startBuiltApp(options: Partial<OfflineOptions> = {}): Promise<App> {
  await using started = new AsyncDisposableStack()
  const project = started.use(await copyProject())
  const app = started.use(await startApp({ root: project.root, site: 'built', ...options }))
  const running = started.move()
  return { ...app, [Symbol.asyncDispose]: () => running.disposeAsync() }
}
