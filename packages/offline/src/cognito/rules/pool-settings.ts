/**
 * What a pool may be set to. AWS refuses settings that contradict one another
 * or the pool's feature plan. What this engine cannot follow is refused too,
 * in words that are not Cognito's.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html
 */
import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider'
import { ServiceError, unsupported } from '../errors.ts'
import { omittedSettings, type PoolFactors, type PoolSettings, refusedSettings } from '../pool.ts'
import { isNumber, isStandard } from './attributes.ts'
import { invalidParameter } from './failures.ts'
import { openText } from './open-texts.ts'
import { standardAttributes } from './standard-attributes.ts'

export function checkPoolSettings(settings: PoolSettings, factors: PoolFactors = {}) {
  if (settings.AliasAttributes?.length && settings.UsernameAttributes?.length) {
    throw invalidParameter(openText.twoSignInDesigns)
  }
  checkRecovery(settings)
  checkUpdates(settings)
  checkSchemaSettings(settings.SchemaAttributes ?? [])
  checkTier(settings)
  checkFactors(settings, factors)
}

/** For a pool that is made by an operation: nobody would read at start what it does without. */
export function refuseUnsupportedPool(settings: PoolSettings) {
  const reasons = [...refusedSettings(settings), ...omittedSettings(settings)]
  if (reasons.length > 0) throw unsupported(`A user pool with ${reasons.join(', ')}`)
}

function checkRecovery({ AccountRecoverySetting }: PoolSettings) {
  const mechanisms = AccountRecoverySetting?.RecoveryMechanisms ?? []
  if (mechanisms.length > 1 && mechanisms.some(({ Name }) => Name === 'admin_only')) {
    throw invalidParameter(openText.recoveryByAdminAlone)
  }
}

/** Who verifies no addresses sends no codes that a new one could wait for. */
function checkUpdates({ UserAttributeUpdateSettings, AutoVerifiedAttributes = [] }: PoolSettings) {
  const waiting = UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? []
  if (waiting.some(name => !AutoVerifiedAttributes.includes(name))) {
    throw invalidParameter(
      'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
    )
  }
}

function checkSchemaSettings(attributes: readonly SchemaAttributeType[]) {
  for (const attribute of attributes) {
    const { Name, AttributeDataType, DeveloperOnlyAttribute, Required } = attribute
    if (!Name) throw invalidParameter(openText.attributeWithoutName)
    checkBounds(Name, attribute)
    if (!isStandard(Name)) {
      if (Required) throw invalidParameter(openText.requiredCustomAttribute)
      continue
    }
    const type = standardAttributes.find(known => known.Name === Name)?.AttributeDataType
    if (DeveloperOnlyAttribute || (AttributeDataType ?? type) !== type) {
      throw invalidParameter(openText.standardAttributeChanged(Name))
    }
  }
  const names = new Set(attributes.map(({ Name }) => Name))
  if (names.size < attributes.length) throw invalidParameter(openText.attributeTwice)
}

function checkBounds(
  name: string,
  { StringAttributeConstraints: text, NumberAttributeConstraints: number }: SchemaAttributeType,
) {
  for (const [least, most] of [
    [text?.MinLength, text?.MaxLength],
    [number?.MinValue, number?.MaxValue],
  ]) {
    const isContradiction = least !== undefined && most !== undefined && Number(least) > Number(most)
    if (isContradiction || !isBound(least) || !isBound(most)) {
      throw invalidParameter(openText.invalidConstraints(name))
    }
  }
}

const isBound = (text: string | undefined) => text === undefined || isNumber(text)

/** Everything but the oldest plan has these. */
function checkTier({ UserPoolTier, Policies, LambdaConfig }: PoolSettings) {
  if (UserPoolTier !== 'LITE') return
  const { PasswordPolicy: passwords, SignInPolicy: signIn } = Policies ?? {}
  const features = [
    signIn?.AllowedFirstAuthFactors?.some(factor => factor !== 'PASSWORD') && 'SignInPolicy',
    passwords?.PasswordHistorySize && 'PasswordHistorySize',
    (LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0') !== 'V1_0' &&
      'PreTokenGenerationConfig',
  ]
  const [feature] = features.filter(name => typeof name === 'string')
  if (feature) throw new ServiceError('FeatureUnavailableInTierException', openText.notInTier(feature))
}

/** Factors other than SMS are set elsewhere, by SetUserPoolMfaConfig on AWS and by the graph here. */
function checkFactors({ MfaConfiguration = 'OFF', SmsConfiguration }: PoolSettings, factors: PoolFactors) {
  const hasFactor = factors.SoftwareTokenMfaConfiguration?.Enabled || factors.EmailMfaConfiguration
  if (MfaConfiguration !== 'OFF' && !hasFactor && !SmsConfiguration) {
    throw invalidParameter(openText.mfaWithoutFactor)
  }
}
