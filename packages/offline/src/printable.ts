/** Control characters but for tabs, what has no glyph, what turns the order of letters around, and ends of lines. */
const unprintable = /[^\P{C}\t]|[\p{Zl}\p{Zp}]/gu

/**
 * A text on one line of a terminal, with escapes in place of what the terminal
 * would obey: addresses and what functions write may come from anybody.
 */
export const printable = (text: string) =>
  text.replace(unprintable, character => `\\u{${character.codePointAt(0)?.toString(16)}}`)
