import { useEffect } from 'react'
import { useAnnounce } from '../hooks/use-announce.ts'
import { CheckIcon } from './icons.tsx'
import { Notice } from './notice.tsx'

/** What has just worked; seen here, and read out by the live region. */
export function DoneNotice({ message }: { message: string }) {
  const announce = useAnnounce()

  useEffect(() => {
    announce(message)
    return () => announce('')
  }, [message, announce])

  return (
    <Notice tone="calm" icon={<CheckIcon />}>
      {message}
    </Notice>
  )
}
