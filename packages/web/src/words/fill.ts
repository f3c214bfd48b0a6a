/** Sentences with places for what is only known later: `Not {username}?` */
import { createElement, Fragment, type ReactNode } from 'react'

/** The names of the places in a sentence. */
export type Places<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never

/** Every second part is the name of a place. */
const partsOf = (sentence: string) => sentence.split(/\{(\w+)\}/)

/** The sentence with a text or an element in each of its places. */
export function fill<const Sentence extends string>(
  sentence: Sentence,
  values: Readonly<Record<Places<Sentence>, ReactNode>>,
): ReactNode {
  const known: Readonly<Record<string, ReactNode>> = values
  return createElement(
    Fragment,
    null,
    ...partsOf(sentence).map((part, index) => (index % 2 === 1 ? known[part] : part)),
  )
}

/** The same where only text can be, as in a name that is read out. */
export function fillText<const Sentence extends string>(
  sentence: Sentence,
  values: Readonly<Record<Places<Sentence>, string | number>>,
): string {
  const known: Readonly<Record<string, string | number>> = values
  return partsOf(sentence)
    .map((part, index) => (index % 2 === 1 ? known[part] : part))
    .join('')
}
