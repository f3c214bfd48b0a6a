/**
 * The time of an SRP answer: `Tue Sep 5 09:04:11 UTC 2026`, the day of the
 * month without a zero before it. It has to be a time that there is; how old it
 * may be is left to the session.
 */
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const form = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([1-9]\d?) (\d\d):(\d\d):(\d\d) UTC (\d{4})$/

function srpTimestamp(date: Date) {
  const [hours, minutes, seconds] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(
    number => String(number).padStart(2, '0'),
  )
  const day = `${weekdays[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${date.getUTCDate()}`
  return `${day} ${hours}:${minutes}:${seconds} UTC ${date.getUTCFullYear()}`
}

export function isSrpTimestamp(text: string) {
  const parts = form.exec(text)
  if (!parts) return false
  const [month, ...numbers] = parts.slice(1) as [string, ...string[]]
  const [day, hours, minutes, seconds, year] = numbers.map(Number) as [number, number, number, number, number]
  const date = new Date(Date.UTC(year, months.indexOf(month), day, hours, minutes, seconds))
  return srpTimestamp(date) === text
}
