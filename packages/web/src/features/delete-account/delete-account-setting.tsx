import { useState } from 'react'
import { Setting } from '../../components/setting.tsx'
import { DeleteAccountDialog } from './delete-account-dialog.tsx'

export function DeleteAccountSetting({ username }: { username: string | undefined }) {
  const [isAsking, setIsAsking] = useState(false)

  return (
    <Setting
      title="Delete account"
      summary={<p>For good, with everything in it.</p>}
      action={{ words: 'Delete', rest: 'your account', tone: 'danger' }}
      isIdle={username === undefined}
      onOpen={() => setIsAsking(true)}
    >
      {username !== undefined && isAsking && (
        <DeleteAccountDialog username={username} onCancel={() => setIsAsking(false)} />
      )}
    </Setting>
  )
}
