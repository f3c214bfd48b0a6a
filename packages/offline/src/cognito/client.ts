/** The settings of an app client, in the form in which the operations ask for them, with Cognito's defaults. */
import type { TimeUnitsType } from '@aws-sdk/client-cognito-identity-provider'
import type { UserPool } from '../config/model.ts'
import { StartError } from '../start-error.ts'
import type { Pool } from './pool.ts'
import { permission } from './rules/attributes.ts'

export type Client = {
  id: string
  pool: Pool
  secret: string | undefined
  /** Names of authentication flows, as InitiateAuth takes them. */
  flows: ReadonlySet<string>
  /** Whether answers keep to themselves that a user does not exist. */
  hidesUsers: boolean
  /** Whether tokens carry `jti` and `origin_jti`, by which they can be revoked. */
  isRevocable: boolean
  lifetime: { accessSeconds: number; idSeconds: number; refreshSeconds: number; sessionSeconds: number }
  mayRead: (attribute: string) => boolean
  mayWrite: (attribute: string) => boolean
}

type Settings = UserPool['clients'][number]

const secondsIn: Record<TimeUnitsType, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }
const tokenRange = { leastSeconds: 5 * 60, mostSeconds: 86_400 }
const refreshRange = { leastSeconds: 60 * 60, mostSeconds: 3650 * 86_400 }
const sessionRange = { leastSeconds: 3 * 60, mostSeconds: 15 * 60 }

/** Flows of a client that names none, or names only flows from before the `ALLOW_` prefix. */
const defaultFlows = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']

export function clientOf(settings: Settings, pool: Pool): Client {
  return {
    id: settings.ClientId,
    pool,
    secret: settings.ClientSecret || undefined,
    flows: flowsOf(settings.ExplicitAuthFlows),
    hidesUsers: settings.PreventUserExistenceErrors === 'ENABLED',
    isRevocable: settings.EnableTokenRevocation ?? true,
    lifetime: lifetimeOf(settings),
    mayRead: permission(settings.ReadAttributes),
    mayWrite: permission(settings.WriteAttributes),
  }
}

function flowsOf(named: readonly string[] = []) {
  const flows = named.some(flow => flow.startsWith('ALLOW_')) ? named : [...defaultFlows, ...named]
  return new Set(flows.map(flow => flow.replace('ALLOW_', '')))
}

function lifetimeOf(settings: Settings): Client['lifetime'] {
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
