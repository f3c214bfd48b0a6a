/** What is told where no answer came, or none of ours. In English: another language finds its own sentence by it. */
export const unreachable = 'We cannot be reached just now. Check your connection, then try again.'
export const noAnswerInTime = 'That took too long. Try again in a moment.'
export const notAccepted = 'We could not accept that. Check what you entered, then try again.'
export const reloadFirst = 'We could not accept that. Reload the page, then try again.'
