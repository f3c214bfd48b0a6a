import { codeLength } from '@latchkey/core/rules/code'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useHistoryState } from 'wouter/use-browser-location'
import { challengeQuery, type PendingChallenge } from '../api/challenge.ts'
import { AuthenticatorSecret } from '../components/authenticator-secret.tsx'
import { Link } from '../components/link.tsx'
import { Redirect } from '../components/redirect.tsx'
import { Screen } from '../components/screen.tsx'
import { CodeStep } from '../features/challenge/code-step.tsx'
import { NewPasswordStep } from '../features/challenge/new-password-step.tsx'
import { PasskeyStep } from '../features/challenge/passkey-step.tsx'
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

  if (!pending) {
    const lost: SignInArrival = { identifier, because: 'challenge-lost' }
    return <Redirect to={signIn} state={lost} />
  }

  const { title, lead, body } = step({ ...pending, identifier })
  return (
    <Screen
      key={pending.challenge.session}
      title={title}
      lead={lead}
      footer={
        <p>
          Not you, or stuck?{' '}
          <Link href={signIn} state={{ identifier } satisfies SignInArrival}>
            Start again
          </Link>
        </p>
      }
    >
      {body}
    </Screen>
  )
}

type Step = { title: string; lead: ReactNode; body: ReactNode }

function step({ challenge, identifier = '' }: PendingChallenge): Step {
  switch (challenge.name) {
    case 'TOTP':
      return {
        title: 'Enter your code',
        lead: `Open your authenticator app and enter the ${codeLength} digits that it shows for Latchkey.`,
        body: <CodeStep challenge={challenge} />,
      }
    case 'NEW_PASSWORD_REQUIRED':
      return {
        title: 'Choose your password',
        lead: 'The one you signed in with was a temporary one. From now on, only you will know it.',
        body: <NewPasswordStep challenge={challenge} identifier={identifier} />,
      }
    case 'MFA_SETUP':
      return {
        title: 'Set up your authenticator',
        lead: 'Accounts here are kept safe by an authenticator app too. Scan this code with yours, then enter what it shows.',
        body: (
          <>
            <AuthenticatorSecret secret={challenge.secret} account={identifier} />
            <CodeStep challenge={challenge} />
          </>
        ),
      }
    case 'WEB_AUTHN':
      return {
        title: 'Use your passkey',
        lead: 'Your browser asks for it now.',
        body: <PasskeyStep challenge={challenge} />,
      }
  }
}
