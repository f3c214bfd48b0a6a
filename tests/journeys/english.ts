/** What is in English on a page: by the catalogues, as far as it is not the same in German. */
import { join } from 'node:path'
import type { Page } from 'playwright'
import { first } from '../../packages/web/src/words/english/first.ts'
import { later } from '../../packages/web/src/words/english/later.ts'
import { root } from '../root.ts'

/** By name: the types of a translation are those of the site, which is compiled for a browser. */
const inGerman = async (file: string): Promise<Record<string, object>> =>
  import(join(root, 'packages/web/src/words/german', file))

const german = { ...(await inGerman('first.ts')), ...(await inGerman('later.ts')) }

const textsIn = (words: object): string[] =>
  Object.values(words).flatMap(text => (typeof text === 'string' ? [text] : textsIn(text)))

const hasWords = (text: string) => /\p{L}/u.test(text)

/** A page shows what is around its places by itself, and in some sentences as one text. */
const partsOf = (text: string) =>
  text
    .split(/\{\w+\}/)
    .map(part => part.trim())
    .filter(hasWords)

const patternOf = (text: string) =>
  new RegExp(`^${text.replaceAll(/[.?()·]/g, '\\$&').replaceAll(/\{\w+\}/g, '.+')}$`, 's')

const germanTexts = new Set(textsIn(german).flatMap(text => [text, ...partsOf(text)]))
const englishTexts = [...textsIn({ first, later }), ...Object.keys(german.sentences ?? {})].filter(
  text => !germanTexts.has(text) && hasWords(text.replaceAll(/\{\w+\}/g, '')),
)
const parts = new Set(englishTexts.flatMap(partsOf).filter(part => !germanTexts.has(part)))
const patterns = englishTexts.filter(text => text.includes('{')).map(patternOf)

export const isEnglish = (text: string) =>
  parts.has(text.trim()) || patterns.some(pattern => pattern.test(text.trim()))

/** Of the texts that are seen and heard, the page's title included. */
export const englishOn = async (page: Page): Promise<string[]> => (await textsOn(page)).filter(isEnglish)

const textsOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const texts = document.title.split(' · ')
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      // The languages are called what those call them who speak them.
      if (node.parentElement?.matches('option') || !node.parentElement?.checkVisibility()) continue
      texts.push(node.textContent ?? '')
    }
    for (const name of ['aria-label', 'alt', 'title', 'placeholder']) {
      for (const element of document.querySelectorAll(`[${name}]`))
        texts.push(element.getAttribute(name) ?? '')
    }
    return texts
  })
