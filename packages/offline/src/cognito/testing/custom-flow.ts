/** A pool whose functions ask for a colour, and Ada, who signs in by CUSTOM_AUTH. */
import { startEngine } from './engine.ts'
import { poolFunctions } from './pool-functions.ts'
import { signingIn } from './signing-in.ts'

type Functions = Parameters<typeof poolFunctions>[0]
type Settings = NonNullable<Parameters<typeof startEngine>[0]>

/** What has happened so far, as an event tells it. */
export const rounds = (request: object) =>
  'session' in request ? (request.session as { challengeName: string; challengeResult: boolean }[]) : []

/** Asks for a colour, three times at most. */
const colours: Functions = {
  DefineAuthChallenge: ({ request }) => {
    const isRight = rounds(request).at(-1)?.challengeResult === true
    return {
      challengeName: 'CUSTOM_CHALLENGE',
      issueTokens: isRight,
      failAuthentication: !isRight && rounds(request).length >= 3,
    }
  },
  CreateAuthChallenge: ({ request }) => ({
    publicChallengeParameters: { question: 'Which colour?' },
    privateChallengeParameters: { answer: 'blue' },
    challengeMetadata: `COLOUR_${rounds(request).length + 1}`,
  }),
  VerifyAuthChallengeResponse: ({ request }) => ({
    answerCorrect: 'challengeAnswer' in request && request.challengeAnswer === 'blue',
  }),
}

/** With other functions in the place of those, and beside them. */
export async function customFlow(functions: Functions = {}, { pool, factors, client }: Settings = {}) {
  const { invoke, events, LambdaConfig } = poolFunctions({ ...colours, ...functions })
  const engine = await startEngine({
    invoke,
    pool: { ...pool, LambdaConfig },
    ...(factors && { factors }),
    client: { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_PASSWORD_AUTH'], ...client },
  })
  const sub = await engine.confirmedUser(pool?.UsernameAttributes ? 'ada@example.test' : 'ada', {
    email: 'ada@example.test',
  })
  const { initiate, respond } = signingIn(engine.sdk)
  return {
    engine,
    events,
    sub,
    respond,
    begin: (parameters: Record<string, string> = {}) =>
      initiate('CUSTOM_AUTH', { USERNAME: 'ada', ...parameters }),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  }
}
