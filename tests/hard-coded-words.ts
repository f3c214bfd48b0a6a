/**
 * Words in the source of the site that people would see or hear: all of them
 * belong into its catalogues, where every language has them.
 *
 * What is shown at once, as a child or an attribute of an element, may hold no
 * letter. Anywhere else a text counts that reads like one: two words, or a
 * capital with small letters behind it, or a word that is to be put to others.
 * Names and keys of ours are nothing of it.
 */
import { parseSync } from 'vite'

type Syntax = { type: string } & Readonly<Record<string, unknown>>
type Way = readonly { node: Syntax; key: string }[]

/** Read by machines. All other attributes are read by people, those of our own components too. */
const technicalAttributes: ReadonlySet<string> = new Set([
  // Of HTML, SVG and React
  ...[
    'className',
    'id',
    'key',
    'name',
    'type',
    'value',
    'role',
    'href',
    'src',
    'lang',
    'htmlFor',
    'form',
    'dateTime',
  ],
  ...['autoComplete', 'autoCapitalize', 'autoCorrect', 'inputMode', 'viewBox', 'd', 'shapeRendering'],
  ...['focusable', 'aria-hidden', 'aria-current', 'aria-labelledby', 'aria-describedby'],
  // Of our components: looks, places in the page, and where a way leads
  ...['tone', 'opensAt', 'describedBy', 'to', 'state'],
  // What takes up room for a text that is on its way; it is neither seen nor heard
  'of',
])

/** Products are called the same everywhere. */
const productNames: ReadonlySet<string> = new Set([
  ...['Edge', 'Opera', 'Samsung Internet', 'Firefox', 'Chrome', 'Safari'],
  ...['Android', 'ChromeOS', 'Mac', 'Windows', 'Linux'],
])

/** Where a text that reads like one is for machines, or for those who build the site. */
const technicalPlaces: readonly ((parent: Syntax, key: string) => boolean)[] = [
  // A module's name, a type, and the name of a property
  ({ type }, key) => /^(?:Import|Export)/.test(type) && key === 'source',
  ({ type }) => type === 'TSLiteralType',
  ({ type }, key) => type === 'Property' && key === 'key',
  ({ type }, key) => type === 'MemberExpression' && key === 'property',
  // What another text is compared with, as the name of an error or of a key
  ({ type, operator }) => type === 'BinaryExpression' && operator !== '+',
  ({ type }, key) => type === 'SwitchCase' && key === 'test',
  // A bug: those who visit the site see that something has gone wrong, and not what
  ({ type, callee }) => type === 'NewExpression' && nameOf(callee) === 'Error',
  // A header of HTTP
  ({ type, callee }) => type === 'CallExpression' && nameOf((callee as Syntax).object) === 'headers',
  ({ type, key }, place) =>
    type === 'Property' && place === 'value' && /^(?:authorization|content-type)$/i.test(nameOf(key)),
]

/** A browser's name for an exception. */
const isNameOfException = (text: string) => /^[A-Z]\w+Error$/.test(text)

/** Stands for what a template is filled with. */
const gap = '\uFFFC'
const readsLikeText = (text: string) =>
  /\p{L}{2}\p{P}* [\p{L}\uFFFC]|\uFFFC \p{L}{2}|^ .*\p{L}{2}|\p{L}{2}.* $|^\p{Lu}\p{Ll}/u.test(text)
const hasLetter = (text: string) => /\p{L}/u.test(text)

/** The words in a source, as they stand there. */
export function hardCodedWords(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message}`)

  const found: string[] = []
  walk(program as unknown as Syntax, [])
  return found

  function walk(node: Syntax, way: Way) {
    const text = textOf(node)
    if (text !== undefined && isWords(text, node, way)) found.push(text.replaceAll(gap, '…').trim())

    for (const [key, value] of Object.entries(node)) {
      for (const child of [value].flat()) if (isSyntax(child)) walk(child, [{ node, key }, ...way])
    }
  }
}

function textOf(node: Syntax): string | undefined {
  if (node.type === 'TemplateLiteral') {
    const parts = node.quasis as { value: { cooked: string } }[]
    return parts.map(({ value }) => value.cooked).join(gap)
  }
  return ['Literal', 'JSXText'].includes(node.type) && typeof node.value === 'string' ? node.value : undefined
}

function isWords(text: string, node: Syntax, way: Way): boolean {
  if (node.type === 'JSXText') return hasLetter(text)
  if (productNames.has(text) || isNameOfException(text)) return false
  const [here] = way
  if (here && technicalPlaces.some(isIn => isIn(here.node, here.key))) return false

  const end = way.findIndex(({ node: { type } }) => !transparent.has(type))
  if (!way[end]?.node.type.startsWith('JSX')) return readsLikeText(text)
  return hasLetter(text) && !way.slice(0, end + 1).some(({ node }) => isTechnical(node))
}

/** Through these a text gets to where it is shown as it is. */
const transparent: ReadonlySet<string> = new Set([
  ...['JSXExpressionContainer', 'ConditionalExpression', 'LogicalExpression', 'BinaryExpression'],
  ...['TemplateLiteral', 'ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression'],
  ...['ArrayExpression', 'ObjectExpression', 'Property'],
])

/** An attribute, or a part of one that is an object. */
const isTechnical = ({ type, name, key }: Syntax) =>
  (type === 'JSXAttribute' && technicalAttributes.has(nameOf(name))) ||
  (type === 'Property' && nameOf(key) === 'tone')

const nameOf = (node: unknown): string =>
  isSyntax(node) ? String(node.name ?? node.value ?? nameOf(node.property)) : ''

const isSyntax = (value: unknown): value is Syntax =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
