/** A message that Cognito would have sent, as the inbox shows it. */
export type Message = {
  to: string
  subject: string
  body: string
  /** The code in it, `null` where there is none. */
  code: string | null
  /** What it is for, by the name of Cognito's custom-message trigger: `SignUp`, `ResendCode`, … */
  kind: string
  /** ISO 8601, UTC. */
  sentAt: string
}
