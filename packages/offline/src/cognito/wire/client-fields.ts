/** The members in which CreateUserPoolClient and UpdateUserPoolClient take a client's settings, with the limits of the service model. */
import * as field from './fields.ts'
import { required } from './shape.ts'

const { flag, text, whole } = field

const unit = text({ values: ['seconds', 'minutes', 'hours', 'days'] })
const permissions = { kind: 'texts', of: text({ min: 1, max: 2048 }) } as const
const redirectUrl = text({ min: 1, max: 1024, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' })
const redirectUrls = { kind: 'texts', of: redirectUrl, max: 100 } as const

export const clientName = text({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' })

export const clientSettings = {
  RefreshTokenValidity: whole(0, 315_360_000),
  AccessTokenValidity: whole(1, 86_400),
  IdTokenValidity: whole(1, 86_400),
  TokenValidityUnits: { kind: 'structure', of: { AccessToken: unit, IdToken: unit, RefreshToken: unit } },
  ReadAttributes: permissions,
  WriteAttributes: permissions,
  ExplicitAuthFlows: {
    kind: 'texts',
    of: text({
      values: [
        'ADMIN_NO_SRP_AUTH',
        'CUSTOM_AUTH_FLOW_ONLY',
        'USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_USER_AUTH',
      ],
    }),
  },
  SupportedIdentityProviders: {
    kind: 'texts',
    of: text({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+' }),
  },
  CallbackURLs: redirectUrls,
  LogoutURLs: redirectUrls,
  DefaultRedirectURI: redirectUrl,
  AllowedOAuthFlows: {
    kind: 'texts',
    of: text({ values: ['code', 'implicit', 'client_credentials'] }),
    max: 3,
  },
  AllowedOAuthScopes: {
    kind: 'texts',
    of: text({ min: 1, max: 256, pattern: '[\\x21\\x23-\\x5B\\x5D-\\x7E]+' }),
    max: 50,
  },
  AllowedOAuthFlowsUserPoolClient: flag,
  AnalyticsConfiguration: { kind: 'document' },
  PreventUserExistenceErrors: text({ values: ['LEGACY', 'ENABLED'] }),
  EnableTokenRevocation: flag,
  EnablePropagateAdditionalUserContextData: flag,
  AuthSessionValidity: whole(3, 15),
  RefreshTokenRotation: {
    kind: 'structure',
    of: {
      Feature: required(text({ values: ['ENABLED', 'DISABLED'] })),
      RetryGracePeriodSeconds: whole(0, 60),
    },
  },
} as const
