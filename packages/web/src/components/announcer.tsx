/**
 * The one live region of the page. It is there from the start and only its
 * text changes: a region that arrives together with its text is often not
 * read out.
 */
import { type ReactNode, useState } from 'react'
import { AnnounceContext } from '../hooks/use-announce.ts'

export function Announcer({ children }: { children: ReactNode }) {
  const [text, setText] = useState('')

  return (
    <AnnounceContext value={setText}>
      {children}
      <div className="visually-hidden" role="alert">
        {text}
      </div>
    </AnnounceContext>
  )
}
