import { createContext, useContext } from 'react'

/** What the page's one live region says; an empty text takes it back. */
export type Announce = (text: string) => void

export const AnnounceContext = createContext<Announce>(() => {})

export const useAnnounce = () => useContext(AnnounceContext)
