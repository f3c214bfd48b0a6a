import { useState } from 'react'
import { Setting } from '../../components/setting.tsx'
import { useLaterWords } from '../../words/words.ts'
import { DeleteAccountDialog } from './delete-account-dialog.tsx'

export function DeleteAccountSetting({ username }: { username: string | undefined }) {
  const [isAsking, setIsAsking] = useState(false)
  const { deleteAccount: words } = useLaterWords()

  return (
    <Setting
      title={words.title}
      summary={<p>{words.summary}</p>}
      action={{ ...words.delete, tone: 'danger' }}
      isIdle={username === undefined}
      onOpen={() => setIsAsking(true)}
    >
      {username !== undefined && isAsking && (
        <DeleteAccountDialog username={username} onCancel={() => setIsAsking(false)} />
      )}
    </Setting>
  )
}
