/** What is told about codes, those of an authenticator app too. */
import { codeLength } from '../rules/limits.ts'

export const codeMissing = 'Enter the code.'
export const codeIncomplete = `Enter the ${codeLength} digits of the code.` as const
export const codeNotSent = 'The code could not be sent. Try again in a moment.'
export const codeNotNeeded = 'This account needs no code. Sign in to it.'
export const resetCodeWrong = 'Check the code: it is not the right one, or it has expired. Ask for a new one.'
export const appCodeWrong = 'That code is not the right one. Enter the one that your app shows now.'
export const appCodeUsed = 'That code has been used already. Wait for the next one in your app.'
export const appNotSetUp = 'No authenticator app is being set up. Start again.'
export const appSetUpAlready = 'An authenticator app is set up already. Remove it first.'
