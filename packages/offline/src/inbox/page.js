/** Shows the messages, newest first, and looks for new ones while somebody is looking. */
import { isHtml, letterFrame } from './letter.js'
import { noteSeen } from './unread.js'

const everyMs = 1500

/** Each may be a frame of its own. The others are in the JSON. */
const mostShown = 100

const list = document.querySelector('#messages')
const status = document.querySelector('#status')
const template = document.querySelector('#message')

let latest = ''
let shown = []

async function refresh() {
  try {
    const response = await fetch('/__offline/messages')
    if (!response.ok) throw new Error(response.statusText)
    const text = await response.text()
    if (text === latest) return
    latest = text
    show(JSON.parse(text).slice(0, mostShown))
    status.textContent = shown.length ? '' : 'No messages yet. Sign up, and the code will appear here.'
  } catch {
    latest = ''
    status.textContent = 'The app is not running.'
  }
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other)

/** What is on the page already stays as it is: a frame that is put in again loads again. */
function show(messages) {
  const added = messages.findIndex(message => isSame(message, shown[0]))
  const stay = messages.slice(added)
  if (added >= 0 && isSame(stay, shown.slice(0, stay.length))) {
    list.prepend(...messages.slice(0, added).map(render))
    while (list.children.length > messages.length) list.lastElementChild.remove()
  } else list.replaceChildren(...messages.map(render))
  shown = messages
  noteSeen(messages)
}

function render({ to, subject, body, code, sentAt }) {
  const item = template.content.cloneNode(true)
  const set = (selector, text) => {
    item.querySelector(selector).textContent = text
  }
  set('.subject', subject)
  set('.to', to)
  set('time', new Date(sentAt).toLocaleString())
  if (isHtml(body)) item.querySelector('.body').replaceWith(letterFrame({ subject, body }))
  else set('.body', body)
  if (code) {
    const button = item.querySelector('.code')
    button.hidden = false
    button.textContent = code
    button.title = 'Copy the code'
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code)
      status.textContent = `Copied ${code}.`
    })
  }
  return item
}

await refresh()
setInterval(() => document.hidden || refresh(), everyMs)
document.addEventListener('visibilitychange', () => document.hidden || refresh())
