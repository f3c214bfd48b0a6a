/** The functions that a pool calls, by the name of the trigger. */
import type { LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider'

export type TriggerName =
  | 'CreateAuthChallenge'
  | 'CustomMessage'
  | 'DefineAuthChallenge'
  | 'PostAuthentication'
  | 'PostConfirmation'
  | 'PreAuthentication'
  | 'PreSignUp'
  | 'PreTokenGeneration'
  | 'UserMigration'
  | 'VerifyAuthChallengeResponse'

export type PoolTriggers = {
  arns: Readonly<Partial<Record<TriggerName, string>>>
  /** From the second version on, PreTokenGeneration shapes access tokens too. */
  tokenGenerationVersion: '1' | '2' | '3'
}

export function triggersOf(config: LambdaConfigType = {}): PoolTriggers {
  const { PreTokenGenerationConfig: tokens, PreTokenGeneration = tokens?.LambdaArn } = config
  const arns = {
    CreateAuthChallenge: config.CreateAuthChallenge,
    CustomMessage: config.CustomMessage,
    DefineAuthChallenge: config.DefineAuthChallenge,
    PostAuthentication: config.PostAuthentication,
    PostConfirmation: config.PostConfirmation,
    PreAuthentication: config.PreAuthentication,
    PreSignUp: config.PreSignUp,
    PreTokenGeneration,
    UserMigration: config.UserMigration,
    VerifyAuthChallengeResponse: config.VerifyAuthChallengeResponse,
  }
  return {
    arns: Object.fromEntries(Object.entries(arns).filter(([, arn]) => arn)),
    tokenGenerationVersion: versionOf(tokens?.LambdaVersion),
  }
}

function versionOf(version: string | undefined) {
  if (version === 'V3_0') return '3'
  return version === 'V2_0' ? '2' : '1'
}
