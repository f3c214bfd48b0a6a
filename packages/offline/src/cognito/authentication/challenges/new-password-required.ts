/** The first password of someone's own, in place of a temporary one, with the attributes that they still lack. */
import { refuseRepeatedPassword } from '../../password-history.ts'
import { checkChanges, withFlags } from '../../rules/attribute-changes.ts'
import { type Attributes, checkSchema, checkWritable, missingAttributes } from '../../rules/attributes.ts'
import { invalidParameter, invalidSession } from '../../rules/failures.ts'
import { openText } from '../../rules/open-texts.ts'
import { checkPasswordPolicy } from '../../rules/password-policy.ts'
import { hashPassword } from '../../rules/passwords.ts'
import type { User } from '../../store/users.ts'
import { type Answer, openUserSession } from '../answer.ts'
import { current, type Parameters, parameter } from '../attempt.ts'
import { type NextStepServices, proceed } from '../next-step.ts'
import type { Proof } from '../proof.ts'
import { isSamePassword } from '../right-password.ts'

const attributePrefix = 'userAttributes.'

export async function answerNewPassword(services: NextStepServices, answer: Answer) {
  const { users } = services
  const { attempt, state, use } = openUserSession(services, answer, 'NEW_PASSWORD_REQUIRED')
  const { client, user } = attempt
  const { pool } = client
  if (user.status !== 'FORCE_CHANGE_PASSWORD') throw invalidSession()
  const newPassword = parameter(answer.responses, 'NEW_PASSWORD')
  const given = attributesOf(answer.responses)
  checkPasswordPolicy(pool.passwordPolicy, newPassword)
  if (given.email !== undefined && user.attributes.email) throw invalidParameter(openText.emailNotUsername)
  checkWritable(client.mayWrite, given)
  // What is fixed at sign-up can be given as long as it is missing.
  const replaced = Object.entries(given).filter(([name]) => name in user.attributes)
  checkChanges(pool, Object.fromEntries(replaced))
  const changes = withFlags(given, user.attributes)
  const attributes = { ...user.attributes, ...changes } as Attributes
  const [missing] = missingAttributes(pool.schema, attributes)
  if (missing) throw invalidParameter(`Invalid attributes given, ${missing} is missing`)
  checkSchema(pool.schema, attributes)
  await refuseRepeatedPassword(users, pool, user, newPassword)
  const hashed = await hashPassword(newPassword, { poolId: pool.id, username: user.username })

  const willBe: User = { ...current(services, attempt), status: 'CONFIRMED', attributes }
  const proof: Proof = { ...(state.proof as Proof), isPasswordNew: true }
  return proceed(services, { ...attempt, user: willBe }, proof, now => {
    use()
    if (!isSamePassword(now, user)) throw invalidSession()
    users.changeAttributes(pool, now, changes)
    return users.setPassword(now, hashed, 'CONFIRMED')
  })
}

function attributesOf(responses: Parameters): Attributes {
  return Object.fromEntries(
    Object.entries(responses)
      .filter(([name]) => name.startsWith(attributePrefix))
      .map(([name, value]) => [name.slice(attributePrefix.length), value]),
  )
}
