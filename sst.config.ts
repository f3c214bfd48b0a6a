/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app({ stage }) {
    const { stagePolicy } = await import('./infra/stage.ts')
    const { protect, removal } = stagePolicy(stage)
    return { name: 'latchkey', home: 'aws', protect, removal }
  },
  async run() {
    const { userPool } = await import('./infra/auth.ts')
    const { api } = await import('./infra/api.ts')
    const { router } = await import('./infra/web.ts')
    return { site: router.url, api: api.url, userPool: userPool.id }
  },
})
