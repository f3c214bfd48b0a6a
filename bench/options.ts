/** What was typed behind the command, as `read` makes it out. What it throws is told in a sentence, and nothing is done. */
export function optionsOf<Options>(read: () => Options): Options {
  try {
    return read()
  } catch (error) {
    console.error(`✗ ${(error as Error).message}`)
    process.exit(2)
  }
}
