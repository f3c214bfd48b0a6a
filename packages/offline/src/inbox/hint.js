/**
 * On the pages of an app in development: the way to the inbox, and word of what
 * has come there. Codes are shown by the inbox alone.
 *
 * The app knows nothing of it. A shadow keeps the styles of the two apart, and
 * a closed one keeps the app's scripts and tests from taking its link and its
 * button for their own.
 */
import { unread } from './unread.js'

const everyMs = 3000
const sizeKey = 'offline.hint'

class OfflineHint extends HTMLElement {
  #words = element('span', { className: 'words', dir: 'auto' })
  #tally = element('span', { className: 'unseen' })
  #badge = element('span', { className: 'badge', ariaHidden: 'true' })
  #link = element(
    'a',
    { href: '/__offline/', target: '_blank', rel: 'noopener', title: 'Opens the inbox in a new tab' },
    element('span', { className: 'icon' }, envelope(), this.#badge),
    element('span', { className: 'name' }, 'Inbox'),
    this.#words,
    this.#tally,
  )
  #close = element('button', { type: 'button', ariaLabel: 'Show as an icon only' }, cross())
  /** Apart from the link, whose name would not have in it what a status says. */
  #status = element('p', { className: 'unseen', role: 'status' })
  #frame = element(
    'aside',
    { ariaLabel: 'Development', lang: 'en', hidden: true },
    this.#link,
    this.#close,
    this.#status,
  )

  /** Resolves once it can be shown as it is meant to look. */
  styled = new Promise(resolve => {
    const sheet = element('link', { rel: 'stylesheet', href: '/__offline/hint.css', onload: resolve })
    this.attachShadow({ mode: 'closed' }).append(sheet, this.#frame)
  })

  constructor() {
    super()
    this.#close.addEventListener('click', () => {
      localStorage.setItem(sizeKey, 'small')
      // The button goes, and the place of whoever works with the keyboard must not go with it.
      if (this.#close.matches(':focus')) this.#link.focus()
      this.#resize()
    })
  }

  show(messages) {
    const news = unread(messages)
    const [newest] = news
    const words = newest ? `New message: ${withoutCode(newest)}` : ''
    const tally = newest ? `${news.length} unread` : ''
    setText(this.#badge, newest ? String(news.length) : '')
    setText(this.#words, messages.length ? words : firstWords)
    setText(this.#tally, tally)
    setText(this.#status, newest ? `${words}. ${tally}.` : '')
    this.#resize()
    this.#frame.hidden = false
  }

  hide() {
    this.#frame.hidden = true
  }

  #resize() {
    this.#frame.classList.toggle('small', localStorage.getItem(sizeKey) === 'small')
  }
}

const firstWords = 'Emails end up in the inbox, here on this machine.'

/** A subject may be anything, the code as well. */
const withoutCode = ({ subject, code }) => (code ? subject.replaceAll(code, '…') : subject)

/** Text that stays is not to be announced again. */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

const envelope = () => icon('M3 5.5h18v13H3zM3 6.5l9 7 9-7')
const cross = () => icon('M7 7l10 10M17 7L7 17')

function icon(lines) {
  const namespace = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(namespace, 'svg')
  const path = document.createElementNS(namespace, 'path')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  path.setAttribute('d', lines)
  svg.append(path)
  return svg
}

customElements.define('offline-hint', OfflineHint)
const hint = new OfflineHint()
// Beside the body: what is in there is the app's, to style and to replace.
document.documentElement.append(hint)
await hint.styled

async function refresh() {
  const response = await fetch('/__offline/messages').catch(() => undefined)
  // The runtime has stopped, or is starting: there is no inbox to lead to.
  if (!response?.ok) return hint.hide()
  hint.show(await response.json())
}

await refresh()
setInterval(() => document.hidden || refresh(), everyMs)
document.addEventListener('visibilitychange', () => document.hidden || refresh())
// In another tab the inbox has been opened.
addEventListener('storage', () => document.hidden || refresh())
