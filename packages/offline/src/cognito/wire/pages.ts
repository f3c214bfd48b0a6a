/** Lists that are answered a page at a time. The token that asks for the next page names the last item of this one. */
import { invalidParameter } from '../rules/failures.ts'
import { openText } from '../rules/open-texts.ts'

type Page<Item> = { items: Item[]; next: string | undefined }

/** The items as they come, from behind the one that the token names. */
export function pageOf<Item>(
  items: Iterable<Item>,
  size: number,
  keyOf: (item: Item) => readonly (string | number)[],
): Page<Item> {
  const page: Item[] = []
  for (const item of items) {
    if (page.length === size) return { items: page, next: tokenOf(keyOf(page.at(-1) as Item)) }
    page.push(item)
  }
  return { items: page, next: undefined }
}

const tokenOf = (key: readonly (string | number)[]) => Buffer.from(JSON.stringify(key)).toString('base64url')

/** Refuses a token that was not given with a page. */
export function keyOfToken(token: string): readonly (string | number)[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (Array.isArray(key) && key.every(isKeyPart)) return key
  } catch {
    // Refused below, like JSON of another form.
  }
  throw invalidParameter(openText.invalidNextToken)
}

const isKeyPart = (part: unknown) => typeof part === 'string' || typeof part === 'number'
