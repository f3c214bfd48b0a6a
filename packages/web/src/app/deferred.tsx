/**
 * A screen whose code comes when it is wanted, or sooner if it is preloaded.
 *
 * Once the code is here the screen renders at once. `lazy` would suspend even
 * then, and React keeps a fallback up for a third of a second at least: every
 * first step to a screen would show nothing for that long.
 */
import { type ComponentType, useEffect, useState } from 'react'

export function deferred<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | undefined

  async function preload() {
    loaded ??= await load()
    return loaded
  }

  function Deferred(props: Props) {
    const [Screen, setScreen] = useState(() => loaded)
    const [failure, setFailure] = useState<Error>()

    useEffect(() => {
      if (!Screen) preload().then(screen => setScreen(() => screen), setFailure)
    }, [Screen])

    // A deploy may have taken the file away; the crash boundary offers to load the page again.
    if (failure) throw failure
    return Screen ? <Screen {...props} /> : null
  }

  return Object.assign(Deferred, { preload })
}
