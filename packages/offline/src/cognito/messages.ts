/**
 * What people are sent: words of the pool's own, of its CustomMessage function
 * or of Cognito's, with a code in them.
 *
 * The function is asked before anything is stored, and never sees the code:
 * the words hold its place, `{####}`.
 */
import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider'
import type { Client } from './client.ts'
import type { Pool } from './pool.ts'
import { emailDelivery } from './rules/delivery.ts'
import { openText } from './rules/open-texts.ts'
import type { CodePurpose, Codes } from './store/codes.ts'
import type { Mailbox } from './store/mailbox.ts'
import type { User } from './store/users.ts'
import { eventAttributes, type Triggers, unrecognizable } from './triggers.ts'

export type Messages = ReturnType<typeof createMessages>

export type Mail = { kind: MessageKind; subject: string; body: string }

/** By the names that CustomMessage knows them by. */
type MessageKind =
  | 'SignUp'
  | 'AdminCreateUser'
  | 'ResendCode'
  | 'ForgotPassword'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute'
  | 'Authentication'

export type ClientMetadata = Readonly<Record<string, string>>

type Occasion = {
  pool: Pool
  /** Nothing for what an administrator does. */
  client: Client | undefined
  user: Pick<User, 'username' | 'sub' | 'status' | 'attributes'>
  kind: MessageKind
  clientMetadata?: ClientMetadata | undefined
}

/** What the function gave: nothing of it is certain before it is read. */
type CustomMessage = { emailSubject: unknown; emailMessage: unknown }

export const codePlace = '{####}'
const usernamePlace = '{username}'

type Services = { codes: Codes; mailbox: Mailbox; triggers: Triggers }

export function createMessages({ codes, mailbox, triggers }: Services) {
  function send(pool: Pool, { kind, subject, body }: Mail, to: string, code: string | null, username = '') {
    const fill = (text: string) =>
      text.replaceAll(codePlace, () => code ?? '').replaceAll(usernamePlace, () => username)
    mailbox.send(pool.id, { to, subject: fill(subject), body: fill(body), code, kind })
    return emailDelivery(to)
  }

  return {
    /** The words, with places for the code and, in an invitation, the username. */
    async compose({ pool, client, user, kind, clientMetadata = {} }: Occasion): Promise<Mail> {
      const custom = await triggers.run<CustomMessage>('CustomMessage', {
        pool,
        clientId: client?.id,
        username: user.username,
        source: `CustomMessage_${kind}`,
        request: {
          userAttributes: eventAttributes(user),
          codeParameter: codePlace,
          linkParameter: '{##Click Here##}',
          usernameParameter: kind === 'AdminCreateUser' ? usernamePlace : null,
          clientMetadata,
        },
        response: { smsMessage: null, emailMessage: null, emailSubject: null },
      })
      const template = pool.mail[templateOf(kind)]
      const standard =
        kind === 'AdminCreateUser' && user.status === 'CONFIRMED'
          ? openText.mail.welcome
          : openText.mail[templateOf(kind)]
      return {
        kind,
        subject: wordsOf(custom?.emailSubject) || template.subject || standard.subject,
        body: wordsOf(custom?.emailMessage) || template.body || standard.body,
      }
    },

    send,

    /** In a transaction: makes the code, keeps it and sends it to the address. */
    sendCode(
      pool: Pool,
      { sub }: User,
      purpose: CodePurpose,
      mail: Mail,
      to: string,
    ): CodeDeliveryDetailsType {
      return send(pool, mail, to, codes.issue(sub, purpose, to))
    },
  }
}

function templateOf(kind: MessageKind): keyof Pool['mail'] {
  if (kind === 'AdminCreateUser') return 'invitation'
  return kind === 'Authentication' ? 'secondFactor' : 'verification'
}

function wordsOf(given: unknown): string {
  if (given === undefined || given === null) return ''
  if (typeof given !== 'string') throw unrecognizable()
  return given
}
