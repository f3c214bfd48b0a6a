/** What came is no answer of Cognito: something between it and us spoke, or the answer broke off. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'

  constructor() {
    super('What came in the place of an answer is no JSON.')
  }
}
