/** The app cannot start as it is. The message is for its developer, and says what to mend. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
