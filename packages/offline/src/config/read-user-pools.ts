import { byType, type Graph, type Properties, parentOf } from './graph.ts'
import type { Unsupported, UserPool } from './model.ts'

/** User pools in the shapes of the Cognito API, out of the shapes of Pulumi's AWS provider. */
export function readUserPools(graph: Graph, unsupported: Unsupported[]): UserPool[] {
  return byType(graph, 'aws:cognito/userPool:UserPool').map(resource => {
    const {
      passwordPolicy,
      signInPolicy,
      schemas,
      webAuthnConfiguration,
      softwareTokenMfaConfiguration,
      ...rest
    } = resource.inputs
    const settings = pascal({
      ...rest,
      policies: { ...(passwordPolicy ? { passwordPolicy } : {}), ...(signInPolicy ? { signInPolicy } : {}) },
      ...(schemas ? { schemaAttributes: schemas } : {}),
    }) as Partial<UserPool['pool']>

    const refuse = (reason: string) =>
      unsupported.push({
        name: parentOf(graph, resource)?.name ?? resource.name,
        type: resource.type,
        reason,
      })
    if (settings.MfaConfiguration && settings.MfaConfiguration !== 'OFF') {
      refuse('offers a second factor, not run offline yet')
    }
    const threats = settings.UserPoolAddOns?.AdvancedSecurityMode
    if (threats && threats !== 'OFF') refuse('has threat protection, which is not run offline')
    if (webAuthnConfiguration) {
      refuse('offers passkeys, not run offline yet')
    }

    return {
      pool: {
        ...settings,
        Id: resource.id,
        // The physical name ends in random letters; the logical one stays.
        Name: resource.name,
        Arn: String(resource.state.arn),
      },
      clients: byType(graph, 'aws:cognito/userPoolClient:UserPoolClient')
        .filter(({ inputs }) => inputs.userPoolId === resource.id)
        .map(client => {
          const { generateSecret, name, ...clientSettings } = client.inputs
          return {
            ...pascal(clientSettings),
            ClientId: client.id,
            ClientName: String(name),
            UserPoolId: resource.id,
            ...(generateSecret === true && { ClientSecret: String(client.state.clientSecret) }),
          }
        }),
    }
  })
}

/** Where the provider's name is not the API's in camel case. */
const renamed: Record<string, string> = {
  attributesRequireVerificationBeforeUpdates: 'AttributesRequireVerificationBeforeUpdate',
  allowedOauthFlows: 'AllowedOAuthFlows',
  allowedOauthFlowsUserPoolClient: 'AllowedOAuthFlowsUserPoolClient',
  allowedOauthScopes: 'AllowedOAuthScopes',
  callbackUrls: 'CallbackURLs',
  logoutUrls: 'LogoutURLs',
}

function pascal(value: Properties): Properties {
  const convert = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(convert)
    return typeof item === 'object' && item !== null ? pascal(item as Properties) : item
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      renamed[key] ?? key.charAt(0).toUpperCase() + key.slice(1),
      convert(item),
    ]),
  )
}
