import { useState } from 'react'
import { Setting } from '../../components/setting.tsx'
import { SignOutEverywhereForm } from './sign-out-everywhere-form.tsx'

export function SessionsSetting() {
  const [isAsking, setIsAsking] = useState(false)

  return (
    <Setting
      title="Sessions"
      summary={<p>Lost a device, or left one signed in? End all of your sessions.</p>}
      action={{ words: 'Sign out everywhere' }}
      onOpen={() => setIsAsking(true)}
      panel={isAsking && <SignOutEverywhereForm onRefrain={() => setIsAsking(false)} />}
    />
  )
}
