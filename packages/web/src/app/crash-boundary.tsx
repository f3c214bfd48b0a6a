/**
 * A bug in one screen must not leave a white page, nor a screen whose file
 * cannot be had; React offers this to classes only. With the path as its key,
 * it lets another screen be another matter.
 */
import { AppError } from '@latchkey/core/errors'
import { Component, type ReactNode, useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { Screen } from '../components/screen.tsx'
import { useWords } from '../words/words.ts'

type CrashBoundaryProps = {
  /** The page goes on without what is in here, and nothing is shown in its place. */
  isQuiet?: boolean
  children: ReactNode
}

export class CrashBoundary extends Component<CrashBoundaryProps, { error?: unknown }> {
  override state: { error?: unknown } = {}

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    const { error } = this.state
    const { isQuiet, children } = this.props
    if (!error) return children
    return !isQuiet && <Crash isOfFile={error instanceof AppError} />
  }
}

const reload = () => window.location.reload()

function Crash({ isOfFile }: { isOfFile: boolean }) {
  const { crash, unreachable } = useWords()
  const [isOffline] = useState(isOfFile && !navigator.onLine)

  // Of the page, not of the file: many browsers remember what could not be had, for as long as the page stands.
  useEffect(() => {
    if (!isOffline) return
    window.addEventListener('online', reload)
    return () => window.removeEventListener('online', reload)
  }, [isOffline])

  if (isOffline) return <Screen title={unreachable.title} lead={crash.offline} />
  return (
    <Screen title={crash.title} lead={crash.lead}>
      <Button tone="main" onClick={reload}>
        {crash.action}
      </Button>
    </Screen>
  )
}
