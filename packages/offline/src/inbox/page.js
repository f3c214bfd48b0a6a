/** Shows the messages, newest first, and looks for new ones while somebody is looking. */
const everyMs = 1500

const list = document.querySelector('#messages')
const status = document.querySelector('#status')
const template = document.querySelector('#message')

let shown = ''

async function refresh() {
  try {
    const response = await fetch('/__offline/messages')
    if (!response.ok) throw new Error(response.statusText)
    const text = await response.text()
    if (text === shown) return
    shown = text
    const messages = JSON.parse(text)
    list.replaceChildren(...messages.map(render))
    status.textContent = messages.length ? '' : 'No messages yet. Sign up, and the code will appear here.'
  } catch {
    shown = ''
    status.textContent = 'The app is not running.'
  }
}

function render({ to, subject, body, code, sentAt }) {
  const item = template.content.cloneNode(true)
  const set = (selector, text) => {
    item.querySelector(selector).textContent = text
  }
  set('.subject', subject)
  set('.to', to)
  set('time', new Date(sentAt).toLocaleString())
  set('.body', body)
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
