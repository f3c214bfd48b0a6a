/** Shows the messages, newest first, and looks for new ones while somebody is looking. */
import { isHtml, letterFrame } from './letter.js'

const everyMs = 1500

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
    show(JSON.parse(text))
    status.textContent = shown.length ? '' : 'No messages yet. Sign up, and the code will appear here.'
  } catch {
    latest = ''
    status.textContent = 'The app is not running.'
  }
}

/** What is on the page already stays as it is: a frame that is put in again loads again. */
function show(messages) {
  const added = messages.length - shown.length
  const isSame = added >= 0 && JSON.stringify(messages.slice(added)) === JSON.stringify(shown)
  if (isSame) list.prepend(...messages.slice(0, added).map(render))
  else list.replaceChildren(...messages.map(render))
  shown = messages
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
