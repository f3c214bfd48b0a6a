/** What has come since somebody last looked into the inbox, in whichever tab that was. */
const key = 'offline.seen'

/** Of these messages, those that nobody has seen yet. Newest first, as they are given. */
export function unread(messages) {
  const seenUntil = localStorage.getItem(key) ?? ''
  return messages.filter(({ sentAt }) => sentAt > seenUntil)
}

export function noteSeen([newest]) {
  if (newest) localStorage.setItem(key, newest.sentAt)
}
