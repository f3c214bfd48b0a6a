/** What is wrong with where things are on a page, found by looking at their boxes. */
import type { Page } from 'playwright'
import type { View } from './views.ts'

const light = { colorScheme: 'light' } as const
const narrow = { width: 320, height: 640, hasTouch: true, ...light } as const
/** 1280 × 800 at 200 %. */
const zoomed = { width: 640, height: 400, ...light } as const
const wide = { width: 1280, height: 800, ...light } as const

/** Windows in which a page has to stand. */
export const tightViews: readonly View[] = [
  { name: 'narrow', ...narrow },
  { name: 'narrow, right to left', ...narrow, isRightToLeft: true },
  { name: 'zoomed', ...zoomed },
  { name: 'zoomed, right to left', ...zoomed, isRightToLeft: true },
  { name: 'wide', ...wide },
  { name: 'wide, right to left', ...wide, isRightToLeft: true },
]

/**
 * Nothing scrolls sideways; no text and no control reaches out of the window
 * or is cut off; no control lies on another; each is large enough to be met:
 * 24 × 24 px (WCAG 2.2, 2.5.8), and buttons and fields 44 px high.
 *
 * Runs in the page; so do the others, and they hold all that they need.
 */
export const layoutFlaws = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    /** Of a pixel: boxes end between pixels. */
    const slack = 0.6
    const flaws: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    const front = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body

    const nameOf = (element: Element) => {
      const text = element.ariaLabel || element.textContent || element.getAttribute('name') || ''
      return `${element.tagName.toLowerCase()} ${JSON.stringify(text.trim().slice(0, 40))}`
    }

    const clips = (element: Element) =>
      /hidden|clip/.test(getComputedStyle(element).overflowX) &&
      element !== document.body &&
      element !== document.documentElement

    /** Nothing around a dialog cuts it off. */
    function* ancestorsOf(element: Element) {
      for (let next = element.parentElement; next && element !== front; next = next.parentElement) {
        yield next
        if (next === front) return
      }
    }

    /** What of a box is not hidden by what is around it. */
    function visiblePart(element: Element, { left, right, top, bottom }: DOMRect) {
      const part = { left, right, top, bottom }
      for (const ancestor of ancestorsOf(element)) {
        if (!clips(ancestor)) continue
        const box = ancestor.getBoundingClientRect()
        part.left = Math.max(part.left, box.left)
        part.right = Math.min(part.right, box.right)
        part.top = Math.max(part.top, box.top)
        part.bottom = Math.min(part.bottom, box.bottom)
      }
      return { ...part, width: part.right - part.left, height: part.bottom - part.top }
    }

    /** Texts for screen readers only have a box of one pixel. */
    function isSeen(element: Element) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
      const isTiny = (box: DOMRect) => box.width <= 1 || box.height <= 1
      return ![element, ...ancestorsOf(element)].some(
        one => getComputedStyle(one).position === 'absolute' && isTiny(one.getBoundingClientRect()),
      )
    }

    const isInSentence = (element: Element) =>
      getComputedStyle(element).display.startsWith('inline') &&
      [...(element.parentElement?.childNodes ?? [])].some(
        node => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      )

    if (scrollWidth > clientWidth) flaws.push(`scrolls sideways, by ${scrollWidth - clientWidth} px`)
    if (front.scrollWidth > front.clientWidth) flaws.push(`${nameOf(front)} scrolls sideways`)

    const texts = document.createTreeWalker(front, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const { parentElement: parent } = node
      if (!parent || !node.textContent?.trim() || !isSeen(parent)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const box of range.getClientRects()) {
        if (box.left < -slack || box.right > clientWidth + slack) {
          flaws.push(`text reaches out of the window: ${node.textContent}`)
        }
        const part = visiblePart(parent, box)
        if (part.width < box.width - slack || part.height < box.height - slack) {
          flaws.push(`text is cut off: ${node.textContent}`)
        }
      }
    }

    const controls = [
      ...front.querySelectorAll<HTMLElement>('a[href], button, input, select, summary, [tabindex="0"]'),
    ].filter(control => isSeen(control) && !control.ariaHidden)

    /** It comes and goes in front of the page, which scrolls behind it. */
    const floats = (element: Element) =>
      [element, ...ancestorsOf(element)].some(one => getComputedStyle(one).position === 'fixed')

    for (const control of controls) {
      const name = nameOf(control)
      const box = control.getBoundingClientRect()
      const part = visiblePart(control, box)
      const isField = control.matches('input')
      if (part.left < -slack || part.right > clientWidth + slack)
        flaws.push(`${name} is outside of the window`)
      if (!isField && part.width < box.width - slack) flaws.push(`${name} is cut off`)
      if (!isField && control.scrollWidth > control.clientWidth + 1 && control.clientWidth > 0) {
        flaws.push(`${name} is too narrow for its words`)
      }
      if (!isInSentence(control)) {
        if (Math.min(part.width, part.height) < 24 - slack) {
          flaws.push(`${name} has ${part.width} × ${part.height} px`)
        }
        if (control.matches('button, input, select, .button') && part.height < 44 - slack) {
          flaws.push(`${name} is ${part.height} px high`)
        }
      }

      control.scrollIntoView({ block: 'center', behavior: 'instant' })
      const seen = visiblePart(control, control.getClientRects()[0] ?? control.getBoundingClientRect())
      const hit = document.elementFromPoint(seen.left + seen.width / 2, seen.top + seen.height / 2)
      if (!control.contains(hit)) flaws.push(`${name} lies under ${hit ? nameOf(hit) : 'the edge'}`)
    }
    scrollTo(0, 0)

    const boxes = controls.map(control => ({
      control,
      parts: [...control.getClientRects()].map(box => visiblePart(control, box)),
    }))
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        const meet = one.parts.some(a =>
          other.parts.some(
            b =>
              Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
              Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1,
          ),
        )
        if (meet && floats(one.control) === floats(other.control))
          flaws.push(`${nameOf(one.control)} and ${nameOf(other.control)} lie on each other`)
      }
    }
    return flaws
  })

/** Buttons and fields that nothing is drawn around, themselves or what frames them. A link is underlined. */
export const edgeless = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const kinds = 'button, .button, input:not([aria-hidden], [type="hidden"]), select'

    function hasEdge(element: Element) {
      const style = getComputedStyle(element)
      const isDrawn = (line: string, width: string, color: string) =>
        !/none|hidden/.test(line) && Number.parseFloat(width) > 0 && !/transparent|^rgba.*, 0\)$/.test(color)
      return (
        isDrawn(style.borderBlockEndStyle, style.borderBlockEndWidth, style.borderBlockEndColor) ||
        isDrawn(style.outlineStyle, style.outlineWidth, style.outlineColor)
      )
    }

    /** Itself, and what surrounds it closely and no other of its kind. */
    function* framesOf(control: Element) {
      const { height } = control.getBoundingClientRect()
      for (let frame: Element | null = control; frame; frame = frame.parentElement) {
        const isClose = frame.getBoundingClientRect().height <= height + 16
        if (!isClose || frame.querySelectorAll(control.tagName).length > 1) return
        yield frame
      }
    }

    return [...document.querySelectorAll(kinds)]
      .filter(control => control.checkVisibility({ visibilityProperty: true }))
      .filter(control => !getComputedStyle(control).textDecorationLine.includes('underline'))
      .filter(
        control =>
          ![...framesOf(control)].some(frame => [frame, ...frame.querySelectorAll('*')].some(hasEdge)),
      )
      .map(control => `${control.tagName} ${control.textContent || control.getAttribute('name')} has no edge`)
  })

/** What moves at this moment. */
export const motions = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map(({ effect }) => {
        const target = effect instanceof KeyframeEffect ? effect.target : null
        return `${target?.tagName} ${target?.className} moves`
      }),
  )
