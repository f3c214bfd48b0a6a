/** How an app client is told to whoever administers it: its settings, with Cognito's defaults filled in. */
import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider'
import { type Client, defaultFlows } from '../client.ts'

export function describedClient({ settings, isRevocable, hidesUsers }: Client): UserPoolClientType {
  return {
    UserPoolId: settings.UserPoolId,
    ClientId: settings.ClientId,
    ClientName: settings.ClientName,
    ClientSecret: settings.ClientSecret,
    CreationDate: settings.CreationDate,
    LastModifiedDate: settings.LastModifiedDate,
    RefreshTokenValidity: settings.RefreshTokenValidity || 30,
    AccessTokenValidity: settings.AccessTokenValidity,
    IdTokenValidity: settings.IdTokenValidity,
    TokenValidityUnits: settings.TokenValidityUnits,
    ReadAttributes: settings.ReadAttributes,
    WriteAttributes: settings.WriteAttributes,
    ExplicitAuthFlows: settings.ExplicitAuthFlows ?? [...defaultFlows],
    SupportedIdentityProviders: settings.SupportedIdentityProviders,
    CallbackURLs: settings.CallbackURLs,
    LogoutURLs: settings.LogoutURLs,
    DefaultRedirectURI: settings.DefaultRedirectURI,
    AllowedOAuthFlows: settings.AllowedOAuthFlows,
    AllowedOAuthScopes: settings.AllowedOAuthScopes,
    AllowedOAuthFlowsUserPoolClient: settings.AllowedOAuthFlowsUserPoolClient ?? false,
    PreventUserExistenceErrors: hidesUsers ? 'ENABLED' : 'LEGACY',
    EnableTokenRevocation: isRevocable,
    EnablePropagateAdditionalUserContextData: settings.EnablePropagateAdditionalUserContextData ?? false,
    AuthSessionValidity: settings.AuthSessionValidity || 3,
    RefreshTokenRotation: settings.RefreshTokenRotation,
  }
}
