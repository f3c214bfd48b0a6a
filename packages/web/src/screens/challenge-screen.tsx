import { appName } from '@latchkey/core/app-name'
import { codeLength } from '@latchkey/core/rules/limits'
import { useQuery } from '@tanstack/react-query'
import { useHistoryState } from 'wouter/use-browser-location'
import { challengeQuery, type PendingChallenge } from '../api/challenge.ts'
import { AuthenticatorSecret } from '../components/authenticator-secret.tsx'
import { Link } from '../components/link.tsx'
import { Redirect } from '../components/redirect.tsx'
import { Screen } from '../components/screen.tsx'
import { CodeStep } from '../features/challenge/code-step.tsx'
import { NewPasswordStep } from '../features/challenge/new-password-step.tsx'
import { PasskeyStep } from '../features/challenge/passkey-step.tsx'
import { fill, fillText } from '../words/fill.ts'
import { useLaterWords } from '../words/words.ts'
import { paths } from './paths.ts'
import { type SignInArrival, signInArrival } from './sign-in-arrival.ts'
import { useReturnTo } from './use-return-to.ts'

/** The password was right, and the account asks for one thing more. Without a sign-in under way there is nothing here. */
export function ChallengeScreen() {
  const returnTo = useReturnTo()
  const arrival = signInArrival(useHistoryState<unknown>())
  const { data: pending } = useQuery(challengeQuery())
  const identifier = pending?.identifier ?? arrival.identifier
  const signIn = paths.signIn({ returnTo })
  const { challenge: words } = useLaterWords()

  if (!pending) {
    const lost: SignInArrival = { identifier, because: 'challenge-lost' }
    return <Redirect to={signIn} state={lost} />
  }

  const { challenge } = pending
  const { title, lead } = words[challenge.name]
  return (
    <Screen
      key={challenge.session}
      title={title}
      lead={fillText(lead, { count: codeLength, app: appName })}
      footer={
        <p>
          {fill(words.notYou, {
            startAgain: (
              <Link href={signIn} state={{ identifier } satisfies SignInArrival}>
                {words.startAgain}
              </Link>
            ),
          })}
        </p>
      }
    >
      <Step challenge={challenge} identifier={identifier} />
    </Screen>
  )
}

function Step({ challenge, identifier = '' }: PendingChallenge) {
  switch (challenge.name) {
    case 'TOTP':
      return <CodeStep challenge={challenge} />
    case 'NEW_PASSWORD_REQUIRED':
      return <NewPasswordStep challenge={challenge} identifier={identifier} />
    case 'MFA_SETUP':
      return (
        <>
          <AuthenticatorSecret secret={challenge.secret} account={identifier} />
          <CodeStep challenge={challenge} />
        </>
      )
    case 'WEB_AUTHN':
      return <PasskeyStep challenge={challenge} />
  }
}
