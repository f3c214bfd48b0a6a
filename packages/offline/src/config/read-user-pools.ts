import { omittedClientSettings } from '../cognito/client.ts'
import { omittedSettings } from '../cognito/pool.ts'
import { triggersOf } from '../cognito/rules/pool-triggers.ts'
import { byType, type Graph, type Properties, parentOf, type Resource } from './graph.ts'
import type { Unsupported, UserPool } from './model.ts'
import { functionIdOf } from './read-functions.ts'

/** User pools in the shapes of the Cognito API, out of the shapes of Pulumi's AWS provider. */
export function readUserPools(graph: Graph, unsupported: Unsupported[]): UserPool[] {
  const name = (resource: Resource, reasons: readonly string[]) => {
    const owner = parentOf(graph, resource)?.name ?? resource.name
    for (const reason of reasons) unsupported.push({ name: owner, type: resource.type, reason })
  }
  const omitted = (omission: string) => `has ${omission}, not run offline`

  return byType(graph, 'aws:cognito/userPool:UserPool').map(resource => {
    const {
      passwordPolicy,
      signInPolicy,
      schemas,
      webAuthnConfiguration,
      softwareTokenMfaConfiguration,
      emailMfaConfiguration,
      ...rest
    } = resource.inputs
    const settings = pascal({
      ...rest,
      policies: { ...(passwordPolicy ? { passwordPolicy } : {}), ...(signInPolicy ? { signInPolicy } : {}) },
      ...(schemas ? { schemaAttributes: schemas } : {}),
    }) as Partial<UserPool['pool']>

    const factors = pascal({
      ...(softwareTokenMfaConfiguration ? { softwareTokenMfaConfiguration } : {}),
      ...(emailMfaConfiguration ? { emailMfaConfiguration } : {}),
      ...(webAuthnConfiguration ? { webAuthnConfiguration } : {}),
    }) as NonNullable<UserPool['factors']>

    const clients = byType(graph, 'aws:cognito/userPoolClient:UserPoolClient')
      .filter(({ inputs }) => inputs.userPoolId === resource.id)
      .map(client => {
        const clientSettings = readClient(client)
        name(client, omittedClientSettings(clientSettings).map(omitted))
        return clientSettings
      })
    name(resource, omittedSettings(settings).map(omitted))
    const foreign = Object.entries(triggersOf(settings.LambdaConfig).arns).filter(
      ([, arn]) => !functionIdOf(graph, arn),
    )
    name(
      resource,
      foreign.map(([trigger, arn]) => `calls ${arn} for ${trigger}, which is no function of this app`),
    )

    return {
      pool: {
        ...settings,
        Id: resource.id,
        // The physical name ends in random letters; the logical one stays.
        Name: resource.name,
        Arn: String(resource.state.arn),
      },
      factors,
      clients,
    }
  })
}

function readClient({ id, inputs, state }: Resource): UserPool['clients'][number] {
  const { generateSecret, name, userPoolId, ...settings } = inputs
  return {
    ...pascal(settings),
    ClientId: id,
    ClientName: String(name),
    UserPoolId: String(userPoolId),
    ...(generateSecret === true && { ClientSecret: String(state.clientSecret) }),
  }
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
