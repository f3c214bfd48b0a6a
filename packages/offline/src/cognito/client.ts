/** The settings of an app client, in the form in which the operations ask for them, with Cognito's defaults. */
import type { TimeUnitsType } from '@aws-sdk/client-cognito-identity-provider'
import type { UserPool } from '../config/model.ts'
import { StartError } from '../start-error.ts'
import type { Pool } from './pool.ts'
import { permission } from './rules/attributes.ts'

export type ClientSettings = UserPool['clients'][number]

export type Client = {
  id: string
  name: string
  pool: Pool
  secret: string | undefined
  /** Names of authentication flows, as InitiateAuth takes them. */
  flows: ReadonlySet<string>
  /** Whether answers keep to themselves that a user does not exist. */
  hidesUsers: boolean
  /** Whether tokens carry `jti` and `origin_jti`, by which they can be revoked. */
  isRevocable: boolean
  /** Whether each refresh gives a new refresh token, and how long the old one then still works. */
  rotation: { graceSeconds: number } | undefined
  lifetime: { accessSeconds: number; idSeconds: number; refreshSeconds: number; sessionSeconds: number }
  mayRead: (attribute: string) => boolean
  mayWrite: (attribute: string) => boolean
  /** As they were given, for whoever describes the client. */
  settings: ClientSettings
}

const secondsIn: Record<TimeUnitsType, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }
const tokenRange = { leastSeconds: 5 * 60, mostSeconds: 86_400 }
const refreshRange = { leastSeconds: 60 * 60, mostSeconds: 3650 * 86_400 }
const sessionRange = { leastSeconds: 3 * 60, mostSeconds: 15 * 60 }

/** Flows of a client that names none, or names only flows from before the `ALLOW_` prefix. */
export const defaultFlows = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'] as const

/** Throws a StartError for settings that Cognito does not take. */
export function clientOf(settings: ClientSettings, pool: Pool): Client {
  return {
    id: settings.ClientId,
    name: settings.ClientName,
    pool,
    secret: settings.ClientSecret || undefined,
    flows: flowsOf(settings.ExplicitAuthFlows),
    hidesUsers: settings.PreventUserExistenceErrors === 'ENABLED',
    isRevocable: settings.EnableTokenRevocation ?? true,
    rotation:
      settings.RefreshTokenRotation?.Feature === 'ENABLED'
        ? { graceSeconds: settings.RefreshTokenRotation.RetryGracePeriodSeconds ?? 0 }
        : undefined,
    lifetime: lifetimeOf(settings),
    mayRead: permission(settings.ReadAttributes),
    mayWrite: permission(settings.WriteAttributes),
    settings,
  }
}

function flowsOf(named: readonly string[] = []) {
  const flows = named.some(flow => flow.startsWith('ALLOW_')) ? named : [...defaultFlows, ...named]
  return new Set(flows.map(flow => flow.replace('ALLOW_', '')))
}

function lifetimeOf(settings: ClientSettings): Client['lifetime'] {
  const units = settings.TokenValidityUnits ?? {}
  const seconds = (
    name: string,
    value: number,
    unit: TimeUnitsType,
    { leastSeconds, mostSeconds }: { leastSeconds: number; mostSeconds: number },
  ) => {
    const total = value * secondsIn[unit]
    if (total < leastSeconds || total > mostSeconds) {
      throw new StartError(
        `App client ${settings.ClientName}: ${name} is ${total} seconds; Cognito takes ${leastSeconds} to ${mostSeconds}.`,
      )
    }
    return total
  }
  // A validity of zero is the same as none. The default is in the default unit, whatever the unit is set to.
  const { AccessTokenValidity: access, IdTokenValidity: id, RefreshTokenValidity: refresh } = settings
  return {
    accessSeconds: access
      ? seconds('AccessTokenValidity', access, units.AccessToken ?? 'hours', tokenRange)
      : secondsIn.hours,
    idSeconds: id ? seconds('IdTokenValidity', id, units.IdToken ?? 'hours', tokenRange) : secondsIn.hours,
    refreshSeconds: refresh
      ? seconds('RefreshTokenValidity', refresh, units.RefreshToken ?? 'days', refreshRange)
      : 30 * secondsIn.days,
    sessionSeconds: seconds(
      'AuthSessionValidity',
      settings.AuthSessionValidity || 3,
      'minutes',
      sessionRange,
    ),
  }
}

/** What this engine does without. A client that has one of these is served, and the start tells of it. */
const omissions: Readonly<Record<string, (settings: Partial<ClientSettings>) => unknown>> = {
  'OAuth flows': ({ AllowedOAuthFlowsUserPoolClient }) => AllowedOAuthFlowsUserPoolClient,
  analytics: ({ AnalyticsConfiguration }) => AnalyticsConfiguration,
}

export const clientOmissions: readonly string[] = Object.keys(omissions)

export const omittedClientSettings = (settings: Partial<ClientSettings>) =>
  clientOmissions.filter(name => omissions[name]?.(settings))
