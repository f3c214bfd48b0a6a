/** What the tabs of this browser tell each other about the session. */
import type { Session } from '@latchkey/core/endpoint'
import type { Ending } from './session.ts'

export type News = { news: 'session'; session: Session } | { news: 'ended'; ending: Ending }

const channel = new BroadcastChannel('latchkey.session')

/** Reaches every tab but this one. */
export const tellTabs = (news: News) => channel.postMessage(news)

/** Calls back with what the other tabs tell, until the returned function is called. */
export function hearTabs(onNews: (news: News) => void): () => void {
  const hear = ({ data }: MessageEvent<News>) => onNews(data)
  channel.addEventListener('message', hear)
  return () => channel.removeEventListener('message', hear)
}
