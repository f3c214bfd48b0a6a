/**
 * A screen whose code and words come when it is wanted, or sooner if it is preloaded.
 *
 * Once they are here the screen renders at once. `lazy` would suspend even
 * then, and React keeps a fallback up for a third of a second at least: every
 * first step to a screen would show nothing for that long.
 */
import { type ComponentType, useEffect, useState } from 'react'
import { unreachable } from '../api/refusals.ts'
import { fetchLaterWords } from '../words/words.ts'

export function deferred<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | undefined

  async function preload() {
    const [screen] = await Promise.all([loaded ?? load(), fetchLaterWords()])
    loaded = screen
    return screen
  }

  function Deferred(props: Props) {
    const [Screen, setScreen] = useState(() => loaded)
    const [failure, setFailure] = useState<Error>()

    useEffect(() => {
      if (!Screen) preload().then(screen => setScreen(() => screen), setFailure)
    }, [Screen])

    // The connection is away, or a deploy has taken the file; the crash boundary offers to load the page again.
    if (failure) throw unreachable(failure)
    return Screen ? <Screen {...props} /> : null
  }

  return Object.assign(Deferred, { preload })
}
