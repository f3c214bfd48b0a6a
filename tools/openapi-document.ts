/**
 * The API as an OpenAPI 3.1 document, from the contract.
 *
 * Source: OpenAPI Specification 3.1.0; its schemas are JSON Schema 2020-12.
 */
import { contract, type RouteName } from '@latchkey/core/contract'
import { Delivery, type Endpoint, Session } from '@latchkey/core/endpoint'
import { ErrorBody, type ErrorCode, errorTable } from '@latchkey/core/errors'
import { Challenge } from '@latchkey/core/routes/sign-in'
import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'

type Description = { summary: string; errors: readonly ErrorCode[] }

/** What each route is for, and how it may refuse beyond what every route has in common. */
const routes: Record<RouteName, Description> = {
  signUp: {
    summary: 'Create an account, which counts once the code from the message has come back',
    errors: ['password_rejected', 'username_taken'],
  },
  confirm: {
    summary: 'Prove the address of a new account; signs in the browser that signed up',
    errors: ['code_mismatch', 'code_expired'],
  },
  resendCode: { summary: 'Send another code for a new account', errors: [] },
  signIn: {
    summary: 'Sign in with a password',
    errors: ['invalid_credentials', 'account_not_confirmed'],
  },
  signInChallenge: {
    summary: 'Answer what the account asks for after the first step',
    errors: [
      'password_rejected',
      'code_mismatch',
      'code_expired',
      'invalid_credentials',
      'challenge_expired',
    ],
  },
  signInPasskey: { summary: 'Ask for a challenge to use a passkey with', errors: [] },
  forgotPassword: { summary: 'Send a code to choose a new password with', errors: [] },
  resetPassword: {
    summary: 'Choose a new password with the code; ends every session and starts none',
    errors: ['password_rejected', 'code_mismatch'],
  },
  refreshSession: { summary: 'Renew the session by its cookie', errors: ['session_ended'] },
  signOut: { summary: 'End the session and drop its cookies', errors: [] },
  secret: { summary: 'Read the secret', errors: ['session_ended'] },
  account: { summary: 'Who one is, and with what one signs in', errors: [] },
  deleteAccount: { summary: 'Delete the account and everything in it', errors: [] },
  changePassword: {
    summary: 'Change the password; every other session ends',
    errors: ['password_rejected', 'invalid_credentials'],
  },
  changeEmail: { summary: 'Send a code to a new address', errors: [] },
  confirmEmail: {
    summary: 'Take over the new address with the code',
    errors: ['code_mismatch', 'code_expired'],
  },
  setUpTotp: { summary: 'Get a secret for an authenticator app', errors: ['invalid_request'] },
  verifyTotp: {
    summary: 'Switch the authenticator app on with a code from it',
    errors: ['code_mismatch'],
  },
  removeTotp: { summary: 'Switch the authenticator app off', errors: [] },
  listPasskeys: { summary: 'List the passkeys, newest first', errors: [] },
  passkeyOptions: { summary: 'Ask for what a passkey is made with', errors: ['invalid_request'] },
  addPasskey: { summary: 'Add the passkey that was made', errors: ['challenge_expired'] },
  removePasskey: { summary: 'Delete a passkey', errors: [] },
  signOutEverywhere: { summary: 'End every session of the account', errors: [] },
}

const schemas = { Session, Challenge, Delivery, Error: ErrorBody }

export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [name, row] of Object.entries(contract) as [RouteName, Endpoint][]) {
    const path = paths[row.path] ?? {}
    paths[row.path] = path
    path[row.method.toLowerCase()] = operation(name, row)
  }

  return {
    openapi: '3.1.0',
    info: {
      title: 'Latchkey',
      version: '1.0.0',
      description:
        'Accounts and sessions on Amazon Cognito. What the gateway refuses by itself (no token, an unknown path, a body of the wrong shape) has the form of API Gateway: `{ "message" }`.',
    },
    servers: [{ url: '/api', description: 'Behind the router, on the origin of the site' }],
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [name, jsonSchema(schema, name)]),
      ),
      securitySchemes: {
        idToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        accessToken: { type: 'apiKey', in: 'cookie', name: '__Host-access' },
        refreshToken: { type: 'apiKey', in: 'cookie', name: '__Host-refresh' },
      },
    },
  }
}

const security: Record<Endpoint['access'], object[]> = {
  public: [],
  // Without the cookie there is an answer too.
  cookie: [{ refreshToken: [] }, {}],
  session: [{ idToken: [] }],
  account: [{ idToken: [], accessToken: [] }],
}

function operation(name: RouteName, endpoint: Endpoint) {
  const { access, params, body, reply, status } = endpoint
  const { summary } = routes[name]
  return {
    operationId: name,
    summary,
    security: security[access],
    ...(params && {
      parameters: Object.entries(params.entries).map(([parameter, schema]) => ({
        name: parameter,
        in: 'path',
        required: true,
        schema: jsonSchema(schema as GenericSchema),
      })),
    }),
    ...(body && { requestBody: { required: true, content: json(jsonSchema(body)) } }),
    responses: {
      [status]: { description: summary, ...(reply && { content: json(jsonSchema(reply)) }) },
      ...refusals(errorsOf(name, endpoint)),
    },
  }
}

/** Every code that a route may answer with. */
function errorsOf(
  name: RouteName,
  { access, body, params, needsFreshSignIn, method }: Endpoint,
): ErrorCode[] {
  const asksCognito = name !== 'secret'
  return [
    ...routes[name].errors,
    ...(body || params ? (['invalid_request'] as const) : []),
    ...(body ? (['payload_too_large', 'unsupported_media_type'] as const) : []),
    ...(access === 'account' ? (['session_ended'] as const) : []),
    ...(needsFreshSignIn ? (['reauthentication_required'] as const) : []),
    ...(method === 'GET' ? [] : (['request_refused'] as const)),
    ...(asksCognito
      ? (['too_many_attempts', 'upstream_unavailable', 'busy', 'upstream_timeout'] as const)
      : []),
    'internal',
  ]
}

function refusals(codes: readonly ErrorCode[]) {
  const byStatus = Map.groupBy(new Set(codes), code => errorTable[code].status)
  const content = json({ $ref: '#/components/schemas/Error' })
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      { description: codes.map(code => `\`${code}\``).join(', '), content },
    ]),
  )
}

const json = (schema: object) => ({ 'application/json': { schema } })

function jsonSchema(schema: GenericSchema, own?: string): object {
  const others = Object.fromEntries(Object.entries(schemas).filter(([name]) => name !== own))
  const { $schema, $defs, ...rest } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    // The rules that JSON Schema has no words for are told by the API, field by field.
    errorMode: 'ignore',
    definitions: others,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  })
  return rest
}
