/**
 * The REST API: a route for each row of the contract.
 *
 * A route wants the ID token of our pool unless its row says `public` or
 * `cookie`, and the gateway refuses bodies of the wrong shape before a function
 * is paid for.
 */
import './functions.ts'
import { contract, type RouteName } from '@latchkey/core/contract'
import type { Endpoint } from '@latchkey/core/endpoint'
import { auth, userPool } from './auth.ts'
import { requestSchema } from './request-schema.ts'
import { secret } from './secret.ts'

const deploymentParts: $util.Input<unknown>[] = []

export const api = new sst.aws.ApiGatewayV1('Api', {
  cors: false,
  endpoint: { type: 'regional' },
  transform: {
    route: {
      args: args => {
        args.auth ??= { cognito: { authorizer: authorizer.id } }
        return undefined
      },
    },
    deployment: args => {
      // SST redeploys the stage when a method or an integration changes, not
      // when these do.
      args.triggers = $resolve({ triggers: args.triggers, parts: deploymentParts }).apply(
        ({ triggers, parts }) => ({ ...triggers, parts: JSON.stringify(parts) }),
      )
      return undefined
    },
  },
})

const authorizer = api.addAuthorizer({
  name: 'UserPoolAuthorizer',
  userPools: [userPool.nodes.userPool.arn],
  identitySource: 'method.request.header.Authorization',
})

const validator = new aws.apigateway.RequestValidator('ApiBodyValidator', {
  restApi: api.nodes.api.id,
  name: 'body',
  validateRequestBody: true,
})

deploymentParts.push(authorizer.nodes.authorizer.providerArns, validator.validateRequestBody)

function route(name: RouteName, file: string, link: unknown[]) {
  const row = contract[name]
  const schema = 'body' in row ? requestSchema(row.body) : undefined
  const model = schema && createModel(name, schema)

  api.route(
    `${row.method} ${row.path}`,
    {
      handler: `packages/functions/src/routes/${file}.handler`,
      link,
    },
    {
      ...(isOpen(row) && { auth: false as const }),
      transform: {
        method: args => {
          if (model) {
            args.requestValidatorId = validator.id
            args.requestModels = { 'application/json': model.name }
          }
          return undefined
        },
      },
    },
  )
}

/** To the gateway: whether a cookie is good, the function finds out. */
const isOpen = ({ access }: Endpoint) => access === 'public' || access === 'cookie'

function createModel(name: RouteName, schema: object) {
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  const model = new aws.apigateway.Model(`Api${title}Model`, {
    restApi: api.nodes.api.id,
    name: title,
    contentType: 'application/json',
    schema: JSON.stringify(schema),
  })
  deploymentParts.push(model.schema)
  return model
}

route('signUp', 'sign-up', [auth])
route('confirm', 'confirm', [auth])
route('resendCode', 'resend-code', [auth])
route('signIn', 'sign-in', [auth])
route('signInChallenge', 'sign-in-challenge', [auth])
route('signInPasskey', 'sign-in-passkey', [auth])
route('forgotPassword', 'forgot-password', [auth])
route('resetPassword', 'reset-password', [auth])
route('refreshSession', 'refresh-session', [auth])
route('signOut', 'sign-out', [auth])
route('secret', 'secret', [secret])
route('account', 'account', [auth])
route('deleteAccount', 'delete-account', [auth])
route('changePassword', 'change-password', [auth])
route('changeEmail', 'change-email', [auth])
route('confirmEmail', 'confirm-email', [auth])
route('setUpTotp', 'set-up-totp', [auth])
route('verifyTotp', 'verify-totp', [auth])
route('removeTotp', 'remove-totp', [auth])
route('listPasskeys', 'list-passkeys', [auth])
route('passkeyOptions', 'passkey-options', [auth])
route('addPasskey', 'add-passkey', [auth])
route('removePasskey', 'remove-passkey', [auth])
route('signOutEverywhere', 'sign-out-everywhere', [auth])

api.deploy()
