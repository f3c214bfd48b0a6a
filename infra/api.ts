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
import { auth, client, userPool } from './auth.ts'
import { requestSchema } from './request-schema.ts'
import { siteAddress } from './router.ts'
import { secret } from './secret.ts'
import { type Throttle, throttles, usual } from './throttles.ts'

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
  transform: {
    authorizer: args => {
      // Held against `aud`; without it every client that the pool ever gets would be as good as ours.
      args.identityValidationExpression = $interpolate`^${client.id}$`
      return undefined
    },
  },
})

const validator = new aws.apigateway.RequestValidator('ApiBodyValidator', {
  restApi: api.nodes.api.id,
  name: 'body',
  validateRequestBody: true,
})

deploymentParts.push(
  authorizer.nodes.authorizer.providerArns,
  authorizer.nodes.authorizer.identityValidationExpression,
  validator.validateRequestBody,
)

/** What a function needs that has to do with accounts: the client, and the address that cookies are held to. */
const accounts = [auth, siteAddress]

function route(name: RouteName, file: string, link: unknown[] = accounts) {
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

const titleOf = (name: RouteName) => name.charAt(0).toUpperCase() + name.slice(1)

function createModel(name: RouteName, schema: object) {
  const title = titleOf(name)
  const model = new aws.apigateway.Model(`Api${title}Model`, {
    restApi: api.nodes.api.id,
    name: title,
    contentType: 'application/json',
    schema: JSON.stringify(schema),
  })
  deploymentParts.push(model.schema)
  return model
}

route('signUp', 'sign-up')
route('confirm', 'confirm')
route('resendCode', 'resend-code')
route('signIn', 'sign-in')
route('signInChallenge', 'sign-in-challenge')
route('signInPasskey', 'sign-in-passkey')
route('forgotPassword', 'forgot-password')
route('resetPassword', 'reset-password')
route('refreshSession', 'refresh-session')
route('signOut', 'sign-out')
route('secret', 'secret', [secret])
route('account', 'account')
route('deleteAccount', 'delete-account')
route('changePassword', 'change-password')
route('changeEmail', 'change-email')
route('confirmEmail', 'confirm-email')
route('setUpTotp', 'set-up-totp')
route('verifyTotp', 'verify-totp')
route('removeTotp', 'remove-totp')
route('listPasskeys', 'list-passkeys')
route('passkeyOptions', 'passkey-options')
route('addPasskey', 'add-passkey')
route('removePasskey', 'remove-passkey')
route('signOutEverywhere', 'sign-out-everywhere')

api.deploy()

/** Of settings only these: those that are not named keep AWS's defaults. */
function throttle(name: string, methodPath: string, { perSecond, burst }: Throttle) {
  new aws.apigateway.MethodSettings(`Api${name}Throttle`, {
    restApi: api.nodes.api.id,
    stageName: api.nodes.stage?.stageName ?? $app.stage,
    methodPath,
    settings: { throttlingRateLimit: perSecond, throttlingBurstLimit: burst },
  })
}

throttle('Usual', '*/*', usual)
for (const [name, limit] of Object.entries(throttles)) {
  const { method, path } = contract[name as RouteName]
  // API Gateway wants the slashes of the resource's path escaped.
  throttle(titleOf(name as RouteName), `${path.replaceAll('/', '~1')}/${method}`, limit)
}
