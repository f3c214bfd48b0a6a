/**
 * What an app client may be set to: what AWS refuses, and what this engine
 * cannot follow, which is told in words that are not Cognito's.
 */
import { StartError } from '../../start-error.ts'
import { type ClientSettings, clientOf, omittedClientSettings } from '../client.ts'
import { ServiceError, unsupported } from '../errors.ts'
import type { Pool } from '../pool.ts'
import { isWritable } from './attributes.ts'
import { invalidParameter } from './failures.ts'
import { openText } from './open-texts.ts'

export function checkClientSettings(settings: ClientSettings, pool: Pool) {
  checkFlows(settings, pool)
  checkPermissions(settings, pool)
  checkLifetimes(settings, pool)
  const { SupportedIdentityProviders = [], EnablePropagateAdditionalUserContextData, ClientSecret } = settings
  const unknown = SupportedIdentityProviders.find(provider => provider !== 'COGNITO')
  if (unknown) throw invalidParameter(openText.unknownProvider(unknown, pool.id))
  if (EnablePropagateAdditionalUserContextData && !ClientSecret) {
    throw invalidParameter(openText.userContextWithoutSecret)
  }
}

/** For a client that is made by an operation: nobody would read at start what it does without. */
export function refuseUnsupportedClient(settings: ClientSettings) {
  const reasons = omittedClientSettings(settings)
  if (reasons.length > 0) throw unsupported(`An app client with ${reasons.join(', ')}`)
}

function checkFlows({ ExplicitAuthFlows: flows = [], RefreshTokenRotation }: ClientSettings, pool: Pool) {
  const prefixed = flows.filter(flow => flow.startsWith('ALLOW_'))
  if (prefixed.length > 0 && prefixed.length < flows.length) throw invalidParameter(openText.mixedFlows)
  if (flows.includes('ALLOW_USER_AUTH') && pool.settings.UserPoolTier === 'LITE') {
    throw new ServiceError('FeatureUnavailableInTierException', openText.notInTier('ALLOW_USER_AUTH'))
  }
  // A client that names no flows gets this one by default, and may rotate all the same.
  if (RefreshTokenRotation?.Feature === 'ENABLED' && flows.includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw invalidParameter(openText.rotationWithRefreshFlow)
  }
}

/** A client that may not write a required attribute could sign nobody up. */
function checkPermissions({ ReadAttributes = [], WriteAttributes = [] }: ClientSettings, { schema }: Pool) {
  if (ReadAttributes.some(name => !schema.has(name))) throw invalidParameter(openText.readAttributes)
  const required = [...schema].filter(([name, { Required }]) => Required && isWritable(name))
  const isComplete = required.every(([name]) => WriteAttributes.includes(name))
  const areWritable = WriteAttributes.every(name => schema.has(name) && isWritable(name))
  if (WriteAttributes.length > 0 && !(areWritable && isComplete)) {
    throw invalidParameter(openText.writeAttributes)
  }
}

function checkLifetimes(settings: ClientSettings, pool: Pool) {
  try {
    clientOf(settings, pool)
  } catch (error) {
    if (error instanceof StartError) throw invalidParameter('Invalid range for token validity.')
    throw error
  }
}
