/** A bug in one screen must not leave a white page; React offers this to classes only. */
import { Component, type ReactNode } from 'react'
import { Screen } from '../components/screen.tsx'
import { paths } from '../screens/paths.ts'

export class CrashBoundary extends Component<{ children: ReactNode }, { hasCrashed: boolean }> {
  override state = { hasCrashed: false }

  static getDerivedStateFromError() {
    return { hasCrashed: true }
  }

  override render() {
    if (!this.state.hasCrashed) return this.props.children
    return (
      <Screen
        title="This page has broken"
        lead="The mistake is ours. Load the page again; if it breaks again, come back later."
      >
        <a className="button button-main" href={paths.home}>
          Load again
        </a>
      </Screen>
    )
  }
}
