/**
 * A message in HTML as a mail client would show it: in a frame of its own,
 * where nothing runs and nothing is loaded, and whose links open elsewhere.
 *
 * Any of three things would do: the frame is sandboxed without scripts, its
 * policy allows nothing but inline styles and images that the message carries,
 * and what could act is taken out beforehand.
 */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** What a client would show it with; the message's own styles come after it. */
const sheet = 'html { font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere } body { margin: 0 }'

export const isHtml = body => /<[a-z!/][^>]*>/i.test(body)

/** A frame that is as high as what it shows. */
export function letterFrame({ subject, body }) {
  const frame = document.createElement('iframe')
  frame.title = subject
  frame.loading = 'lazy'
  // What says nothing of the dark was written for white paper.
  if (!body.includes('color-scheme')) frame.className = 'paper'
  // The page may measure what is in the frame; without `allow-scripts` nothing in there looks back.
  frame.sandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox'
  frame.srcdoc = letterDocument(body)
  frame.addEventListener('load', () => {
    const { documentElement } = frame.contentDocument
    new ResizeObserver(() => {
      frame.style.height = `${documentElement.offsetHeight}px`
    }).observe(documentElement)
  })
  return frame
}

function letterDocument(body) {
  const letter = new DOMParser().parseFromString(body, 'text/html')
  const active = 'base, embed, form, frame, iframe, link, meta[http-equiv], object, script, svg'
  for (const element of letter.querySelectorAll(active)) element.remove()
  for (const element of letter.querySelectorAll('[href]')) {
    if (/^(https?|mailto):/i.test(element.getAttribute('href'))) {
      element.setAttribute('target', '_blank')
      element.setAttribute('rel', 'noopener noreferrer')
    } else element.removeAttribute('href')
  }
  letter.head.insertAdjacentHTML(
    'afterbegin',
    `<meta http-equiv="Content-Security-Policy" content="${policy}"><style>${sheet}</style>`,
  )
  return `<!doctype html>${letter.documentElement.outerHTML}`
}
