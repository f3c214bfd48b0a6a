import type { ReactNode } from 'react'
import './notice.css'

type NoticeProps = { tone: 'calm' | 'danger'; icon: ReactNode; children: ReactNode }

export function Notice({ tone, icon, children }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`}>
      {icon}
      <p>{children}</p>
    </div>
  )
}
