/**
 * A bug in one screen must not leave a white page, nor a screen whose file a
 * deploy has taken away; React offers this to classes only.
 */
import { Component, type ReactNode } from 'react'
import { Screen } from '../components/screen.tsx'

export class CrashBoundary extends Component<{ children: ReactNode }, { hasCrashed: boolean }> {
  override state = { hasCrashed: false }

  static getDerivedStateFromError() {
    return { hasCrashed: true }
  }

  override render() {
    if (!this.state.hasCrashed) return this.props.children
    return (
      <Screen
        title="Load the page again"
        lead="There is a newer version, or the mistake is ours. If it does not help, come back later."
      >
        <button className="button button-main" type="button" onClick={() => window.location.reload()}>
          Load again
        </button>
      </Screen>
    )
  }
}
