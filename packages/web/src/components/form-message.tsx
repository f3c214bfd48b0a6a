import { useEffect } from 'react'
import { useAnnounce } from '../hooks/use-announce.ts'
import { AlertIcon } from './icons.tsx'
import { Notice } from './notice.tsx'

/** Why the whole form was refused; seen here, and read out by the live region. */
export function FormMessage({ message }: { message: string | undefined }) {
  const announce = useAnnounce()

  useEffect(() => {
    if (!message) return
    announce(message)
    return () => announce('')
  }, [message, announce])

  if (!message) return null
  return (
    <Notice tone="danger" icon={<AlertIcon />}>
      {message}
    </Notice>
  )
}
