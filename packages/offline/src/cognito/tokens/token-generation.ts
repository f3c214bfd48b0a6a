/**
 * What a pool's PreTokenGeneration function makes of the claims.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 *
 * In its first version the function shapes the ID token; from the second on
 * the access token and its scopes too. Groups go into both tokens in each.
 * Claims that say whose token it is, whence it comes and how long it holds are
 * not the function's to change: what it says of them is passed over.
 */
import type { PreTokenGenerationTriggerEvent, PreTokenGenerationV2TriggerEvent } from 'aws-lambda'
import type { JWTPayload } from 'jose'
import type { Client } from '../client.ts'
import type { ClientMetadata } from '../messages.ts'
import type { User } from '../store/users.ts'
import { eventAttributes, type Triggers, unrecognizable } from '../triggers.ts'

export type TokenOccasion = {
  source: PreTokenGenerationTriggerEvent['triggerSource']
  clientMetadata: ClientMetadata | undefined
}

export type Claims = { id: JWTPayload; access: JWTPayload }

export type TokenGeneration = ReturnType<typeof createTokenGeneration>

type Overrides = {
  claimsToAddOrOverride?: unknown
  claimsToSuppress?: unknown
  scopesToAdd?: unknown
  scopesToSuppress?: unknown
}
type Groups = { groupsToOverride?: unknown; iamRolesToOverride?: unknown; preferredRole?: unknown }

/** What the function gave, member by member: nothing of it is certain before it is read. */
type Answer = {
  claimsOverrideDetails?: (Overrides & { groupOverrideDetails?: Groups | null }) | null
  claimsAndScopeOverrideDetails?: {
    idTokenGeneration?: Overrides | null
    accessTokenGeneration?: Overrides | null
    groupOverrideDetails?: Groups | null
  } | null
}

/** Besides these, everything that begins with `cognito:` or `dev:`. */
const reserved: ReadonlySet<string> = new Set([
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'client_id',
  'device_key',
  'event_id',
  'exp',
  'iat',
  'identities',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'origin_jti',
  'scope',
  'sub',
  'token_use',
  'username',
  'version',
])

export function createTokenGeneration(triggers: Triggers) {
  /** The claims as the pool's function wants them; as they were where it has none. */
  return async (user: User, client: Client, claims: Claims, occasion: TokenOccasion): Promise<Claims> => {
    const { source, clientMetadata } = occasion
    const { pool } = client
    const version = pool.triggers.tokenGenerationVersion
    const request: PreTokenGenerationTriggerEvent['request'] = {
      userAttributes: eventAttributes(user),
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [] },
      ...(clientMetadata && { clientMetadata }),
    }
    const scopes = scopesOf(claims.access)
    const answer = await triggers.run<Answer>('PreTokenGeneration', {
      pool,
      clientId: client.id,
      username: user.username,
      source,
      version,
      request:
        version === '1'
          ? request
          : ({ ...request, scopes } satisfies PreTokenGenerationV2TriggerEvent['request']),
      response: version === '1' ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
    })
    if (!answer) return claims
    return version === '1' ? applyFirst(claims, answer) : applySecond(claims, answer)
  }
}

function applyFirst(claims: Claims, { claimsOverrideDetails: details }: Answer): Claims {
  const added = recordOf(details?.claimsToAddOrOverride)
  // Only the later versions know other types.
  if (Object.values(added).some(value => value !== null && typeof value !== 'string')) throw unrecognizable()
  const groups = groupClaims(details?.groupOverrideDetails)
  return {
    id: { ...withOverrides(claims.id, details), ...groups.id },
    access: { ...claims.access, ...groups.access },
  }
}

function applySecond(claims: Claims, { claimsAndScopeOverrideDetails: details }: Answer): Claims {
  const groups = groupClaims(details?.groupOverrideDetails)
  return {
    id: { ...withOverrides(claims.id, details?.idTokenGeneration), ...groups.id },
    access: {
      ...withScopes(
        withOverrides(claims.access, details?.accessTokenGeneration),
        details?.accessTokenGeneration,
      ),
      ...groups.access,
    },
  }
}

/** A claim that is both added and suppressed is suppressed. */
function withOverrides(claims: JWTPayload, overrides: Overrides | null | undefined): JWTPayload {
  const added = Object.entries(recordOf(overrides?.claimsToAddOrOverride)).filter(
    ([name, value]) => value !== null && isOverridable(name),
  )
  const suppressed = new Set(textsOf(overrides?.claimsToSuppress).filter(isOverridable))
  return Object.fromEntries(
    Object.entries({ ...claims, ...Object.fromEntries(added) }).filter(([name]) => !suppressed.has(name)),
  )
}

function withScopes(claims: JWTPayload, overrides: Overrides | null | undefined): JWTPayload {
  const added = textsOf(overrides?.scopesToAdd)
  // A blank in a scope would make two of it.
  if (added.some(scope => /\s/.test(scope))) throw unrecognizable()
  const suppressed = new Set(textsOf(overrides?.scopesToSuppress))
  const scopes = new Set([...scopesOf(claims), ...added].filter(scope => !suppressed.has(scope)))
  return { ...claims, scope: [...scopes].join(' ') }
}

function groupClaims(details: Groups | null | undefined): Claims {
  const groups = textsOf(details?.groupsToOverride)
  const roles = textsOf(details?.iamRolesToOverride)
  const access = groups.length > 0 ? { 'cognito:groups': groups } : {}
  return {
    id: {
      ...access,
      ...(roles.length > 0 && { 'cognito:roles': roles }),
      ...(typeof details?.preferredRole === 'string' && { 'cognito:preferred_role': details.preferredRole }),
    },
    access,
  }
}

const isOverridable = (claim: string) => !reserved.has(claim) && !/^(cognito|dev):/.test(claim)

const scopesOf = ({ scope }: JWTPayload) => String(scope).split(' ')

function recordOf(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {}
  if (typeof value !== 'object' || Array.isArray(value)) throw unrecognizable()
  return value as Record<string, unknown>
}

function textsOf(value: unknown): string[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.some(item => typeof item !== 'string')) throw unrecognizable()
  return value
}
