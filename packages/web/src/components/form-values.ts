/**
 * What a form holds, by field name.
 *
 * Names and addresses may be tidied on the way: a space that a keyboard put
 * behind a word is nobody's wish. Everything else, a password above all, is
 * taken as it was typed.
 */
export function formValues(form: HTMLFormElement, { trim }: { trim: readonly string[] }) {
  const values: Record<string, FormDataEntryValue> = {}
  for (const [name, value] of new FormData(form)) {
    values[name] = trim.includes(name) && typeof value === 'string' ? value.trim() : value
  }
  return values
}
