/** Sends the code by which the owner of an address proves that it is theirs. */
import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider'
import type { Pool } from './pool.ts'
import { emailDelivery } from './rules/delivery.ts'
import { openText } from './rules/open-texts.ts'
import type { CodePurpose, Codes } from './store/codes.ts'
import type { Mailbox } from './store/mailbox.ts'
import type { User } from './store/users.ts'

export function createVerification({ codes, mailbox }: { codes: Codes; mailbox: Mailbox }) {
  return {
    /** Tells where the code went; nothing where the pool verifies no address or the user has none. */
    send(
      pool: Pool,
      { sub, attributes }: User,
      { kind, purpose }: { kind: string; purpose: CodePurpose },
    ): CodeDeliveryDetailsType | undefined {
      if (!pool.verifiesEmail || attributes.email === undefined) return undefined
      const code = codes.issue(sub, purpose)
      const { subject = openText.defaultSubject, body = openText.defaultBody } = pool.verificationMail
      mailbox.send(pool.id, {
        to: attributes.email,
        subject: subject.replaceAll('{####}', () => code),
        body: body.replaceAll('{####}', () => code),
        code,
        kind,
      })
      return emailDelivery(attributes.email)
    },
  }
}
