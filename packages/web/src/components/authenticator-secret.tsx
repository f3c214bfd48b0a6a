/**
 * What an authenticator app needs to know: as a code to scan, as text to copy,
 * and on a phone, where the app is likely to be, as a link into it.
 */
import { appName } from '@latchkey/core/app-name'
import { authenticatorUri } from '@latchkey/core/authenticator'
import { useRef, useState } from 'react'
import { useAnnounce } from '../hooks/use-announce.ts'
import { useLaterWords } from '../words/words.ts'
import './authenticator-secret.css'
import { Button } from './button.tsx'
import { QrCode } from './qr-code.tsx'

type AuthenticatorSecretProps = {
  /** In base32. */
  secret: string
  /** Whose it is, as the app shows it beside our name. */
  account: string
}

export function AuthenticatorSecret({ secret, account }: AuthenticatorSecretProps) {
  const uri = authenticatorUri({ issuer: appName, account, secret })
  const text = useRef<HTMLElement>(null)
  const [isCopied, setIsCopied] = useState(false)
  const announce = useAnnounce()
  const { authenticator: words } = useLaterWords()

  async function copy() {
    try {
      await navigator.clipboard.writeText(secret)
      setIsCopied(true)
      announce(words.isCopied)
    } catch {
      // Where a page may not write there, people copy what is selected.
      if (text.current) getSelection()?.selectAllChildren(text.current)
    }
  }

  return (
    <div className="authenticator">
      <a className="button button-quiet authenticator-link" href={uri}>
        {words.open}
      </a>
      <QrCode text={uri} label={words.qrCode} />
      <div className="authenticator-key">
        <p className="authenticator-words">{words.noScan}</p>
        <code ref={text} className="authenticator-text">
          {groupsOfFour(secret).map(({ at, group }) => (
            <span key={at}>{group} </span>
          ))}
        </code>
        <Button onClick={copy}>{isCopied ? words.copied : words.copy}</Button>
      </div>
    </div>
  )
}

const groupsOfFour = (secret: string) =>
  Array.from(secret.matchAll(/.{1,4}/g), ({ 0: group, index: at }) => ({ at, group }))
