import { useState } from 'react'
import { Setting } from '../../components/setting.tsx'
import { useLaterWords } from '../../words/words.ts'
import { SignOutEverywhereForm } from './sign-out-everywhere-form.tsx'

export function SessionsSetting() {
  const [isAsking, setIsAsking] = useState(false)
  const { signOut: words } = useLaterWords()

  return (
    <Setting
      title={words.title}
      summary={<p>{words.summary}</p>}
      action={{ words: words.everywhere }}
      onOpen={() => setIsAsking(true)}
      panel={isAsking && <SignOutEverywhereForm onRefrain={() => setIsAsking(false)} />}
    />
  )
}
