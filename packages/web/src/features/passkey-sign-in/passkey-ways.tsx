/** The ways in by a passkey, fetched when the screen stands: who has none need not wait for them. */
import { type ComponentProps, type ReactNode, useState } from 'react'
import { isPasskeyKnown } from '../../api/passkey-note.ts'
import { PasskeyAutofill } from './passkey-autofill.tsx'
import { PasskeyButton } from './passkey-button.tsx'

export default function PasskeyWays(props: ComponentProps<typeof PasskeyButton>): ReactNode {
  const [isOffered] = useState(isPasskeyKnown)

  return (
    <>
      <PasskeyButton {...props} />
      {isOffered && <PasskeyAutofill onChallenge={props.onChallenge} onRefused={props.onRefused} />}
    </>
  )
}
