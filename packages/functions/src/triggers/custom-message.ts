/**
 * The pool's CustomMessage trigger: the words of every message.
 *
 * Neither the code nor, in an invitation, the username is in the words:
 * Cognito puts them in the places that it names. An event that is not
 * understood goes back as it came, and Cognito's own words are sent.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */

import { appName } from '@latchkey/core/app-name'
import { codeHours, invitationDays, resetCodeHours } from '@latchkey/core/lifetimes'
import * as v from 'valibot'
import { siteUrl } from '../links.ts'
import { type Letter, letterHtml } from './letter.ts'

type Words = Pick<Letter, 'subject' | 'about' | 'lasts' | 'link' | 'otherwise'>

const site = siteUrl()
const nothingChanges = 'ignore this email: without the code nothing changes.'

/** The name stands behind the `#`, which servers and their logs do not see. */
const pageFor = (path: string, username: string) => `${site}${path}#${new URLSearchParams({ username })}`

const confirmation = (username: string) => ({
  lasts: hours(codeHours),
  link: { label: 'Confirm your account', url: pageFor('/confirm', username) },
  otherwise: `If you did not sign up for ${appName}, ${nothingChanges}`,
})

const newAddress = {
  about: `Enter this code on your account page to use this address for your ${appName} account.`,
  lasts: hours(codeHours),
  link: { label: 'Open your account', url: `${site}/account#email-code` },
  otherwise: `If you did not ask for this, ${nothingChanges}`,
}

const wordsBySource = {
  CustomMessage_SignUp: username => ({
    subject: `Confirm your ${appName} account`,
    about: `Enter this code to confirm your email address and finish creating your ${appName} account.`,
    ...confirmation(username),
  }),
  CustomMessage_ResendCode: username => ({
    subject: `Your new ${appName} code`,
    about: `Here is a new code. Enter it to confirm your email address and finish creating your ${appName} account.`,
    ...confirmation(username),
  }),
  CustomMessage_ForgotPassword: username => ({
    subject: `Reset your ${appName} password`,
    about: `Somebody asked to reset the password of your ${appName} account. If it was you, enter this code and choose a new password.`,
    lasts: hours(resetCodeHours),
    link: { label: 'Choose a new password', url: pageFor('/reset-password', username) },
    otherwise: 'If it was not you, ignore this email: your password stays as it is.',
  }),
  CustomMessage_UpdateUserAttribute: () => ({
    subject: `Confirm your new email address for ${appName}`,
    ...newAddress,
  }),
  CustomMessage_VerifyUserAttribute: () => ({
    subject: `Confirm your email address for ${appName}`,
    ...newAddress,
  }),
  CustomMessage_AdminCreateUser: () => ({
    subject: `Your ${appName} account is ready`,
    about: `You have been invited to ${appName}. Sign in with this temporary password; you will then choose one of your own.`,
    lasts: `${invitationDays} days`,
    link: { label: 'Sign in', url: `${site}/sign-in` },
    otherwise: 'If you did not expect this, ignore this email.',
  }),
} satisfies Record<string, (username: string) => Words>

const Event = v.looseObject({
  triggerSource: v.picklist(Object.keys(wordsBySource) as (keyof typeof wordsBySource)[]),
  userName: v.string(),
  request: v.looseObject({ codeParameter: v.string(), usernameParameter: v.nullish(v.string()) }),
  response: v.looseObject({}),
})

export const handler = async (given: unknown) => {
  const event = v.safeParse(Event, given)
  if (!event.success) return given

  const { triggerSource, userName, request, response } = event.output
  const letter = {
    ...wordsBySource[triggerSource](userName),
    username: userName,
    usernamePlace: request.usernameParameter,
    codePlace: request.codeParameter,
  }
  return {
    ...event.output,
    response: { ...response, emailSubject: letter.subject, emailMessage: letterHtml(letter) },
  }
}

function hours(count: number) {
  return count === 1 ? '1 hour' : `${count} hours`
}
