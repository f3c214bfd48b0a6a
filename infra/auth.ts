/**
 * Who may sign in, and how: the user pool, its one client, and what the
 * functions are told about them.
 *
 * SST's defaults for both are made for a quick start (implicit OAuth flow,
 * recovery by text message, no password policy), so everything that matters
 * is said here.
 */
import {
  challengeMinutes,
  invitationDays,
  rotationGraceSeconds,
  sessionDays,
  tokenMinutes,
} from '@latchkey/core/lifetimes'
import { passwordLength } from '@latchkey/core/rules/limits'
import { siteHost } from './router.ts'
import { stagePolicy } from './stage.ts'
import { customMessage, endSessions } from './triggers.ts'

const { protect } = stagePolicy($app.stage)

export const userPool = new sst.aws.CognitoUserPool('UserPool', {
  aliases: ['email'],
  mfa: 'optional',
  softwareToken: true,
  triggers: { customMessage: customMessage.arn, postConfirmation: endSessions.arn },
  transform: {
    userPool: (args, opts) => {
      args.userPoolTier = 'ESSENTIALS'
      args.usernameConfiguration = { caseSensitive: false }
      args.autoVerifiedAttributes = ['email']
      args.schemas = [
        {
          name: 'email',
          attributeDataType: 'String',
          required: true,
          mutable: true,
          stringAttributeConstraints: { minLength: '0', maxLength: '2048' },
        },
        // What people call their passkeys: `custom:passkey_names`.
        {
          name: 'passkey_names',
          attributeDataType: 'String',
          mutable: true,
          stringAttributeConstraints: { minLength: '0', maxLength: '2048' },
        },
      ]
      // Length without character classes: NIST SP 800-63B-4, OWASP ASVS 6.2.
      args.passwordPolicy = {
        minimumLength: passwordLength.min,
        requireLowercase: false,
        requireUppercase: false,
        requireNumbers: false,
        requireSymbols: false,
        temporaryPasswordValidityDays: invitationDays,
      }
      args.accountRecoverySetting = { recoveryMechanisms: [{ name: 'verified_email', priority: 1 }] }
      // A new address counts only once the code sent to it has come back.
      args.userAttributeUpdateSettings = { attributesRequireVerificationBeforeUpdates: ['email'] }
      args.signInPolicy = { allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] }
      args.webAuthnConfiguration = { relyingPartyId: siteHost, userVerification: 'required' }
      args.deletionProtection = protect ? 'ACTIVE' : 'INACTIVE'
      // The app's removal policy does not reach user pools.
      opts.protect = protect
      opts.retainOnDelete = protect
      return undefined
    },
  },
})

/**
 * Beside the function's role, not among its arguments: the pool refers to the
 * function, and this to the pool.
 */
new aws.iam.RolePolicy('EndSessionsPolicy', {
  role: endSessions.nodes.role.name,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        actions: ['cognito-idp:AdminUserGlobalSignOut'],
        resources: [userPool.nodes.userPool.arn],
      },
    ],
  }).json,
})

/**
 * A confidential client: its secret is known to the functions alone, so nobody
 * can go around them with a client id taken from the bundle.
 */
export const client = userPool.addClient('UserPoolClient', {
  transform: {
    client: args => {
      args.generateSecret = true
      // Rotation replaces REFRESH_TOKEN_AUTH, which therefore is not allowed.
      args.explicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH']
      args.preventUserExistenceErrors = 'ENABLED'
      args.enableTokenRevocation = true
      args.accessTokenValidity = tokenMinutes
      args.idTokenValidity = tokenMinutes
      args.refreshTokenValidity = sessionDays
      args.tokenValidityUnits = { accessToken: 'minutes', idToken: 'minutes', refreshToken: 'days' }
      args.refreshTokenRotation = { feature: 'ENABLED', retryGracePeriodSeconds: rotationGraceSeconds }
      args.authSessionValidity = challengeMinutes
      args.readAttributes = ['email', 'email_verified', 'custom:passkey_names']
      args.writeAttributes = ['email', 'custom:passkey_names']
      args.allowedOauthFlowsUserPoolClient = false
      args.allowedOauthFlows = []
      args.allowedOauthScopes = []
      args.callbackUrls = []
      return undefined
    },
  },
})

/**
 * Linking the pool itself would grant every action on it. The functions make
 * unsigned calls only, so these three values are all they need.
 */
export const auth = new sst.Linkable('Auth', {
  properties: {
    userPoolId: userPool.id,
    clientId: client.id,
    clientSecret: client.secret,
  },
})
