/// <reference path="../../../.sst/platform/config.d.ts" />

/**
 * A small app unlike the one that this runtime was first written for: people
 * sign up with an email address as their username, everybody has a second
 * factor, the API is an HTTP API without a router or a site, and functions
 * have a say in what the user pool does.
 */
export default $config({
  app: () => ({ name: 'postcards', home: 'aws', removal: 'remove' }),
  async run() {
    const motto = new sst.Linkable('Motto', { properties: { text: 'Wish you were here' } })

    const people = new sst.aws.CognitoUserPool('People', {
      usernames: ['email'],
      mfa: 'on',
      softwareToken: true,
      triggers: {
        preSignUp: 'functions/triggers.preSignUp',
        customMessage: 'functions/triggers.customMessage',
        postConfirmation: { handler: 'functions/triggers.postConfirmation', link: [motto] },
        preTokenGeneration: 'functions/triggers.preTokenGeneration',
        preTokenGenerationVersion: 'v2',
      },
    })
    const browser = people.addClient('Browser', {
      transform: {
        client: {
          allowedOauthFlowsUserPoolClient: false,
          explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          accessTokenValidity: 10,
          tokenValidityUnits: { accessToken: 'minutes' },
        },
      },
    })

    const api = new sst.aws.ApiGatewayV2('Api', {
      cors: { allowOrigins: ['https://postcards.example'], allowHeaders: ['authorization'] },
    })
    const authorizer = api.addAuthorizer({
      name: 'people',
      jwt: {
        issuer: $interpolate`https://cognito-idp.${aws.getRegionOutput().region}.amazonaws.com/${people.id}`,
        audiences: [browser.id],
      },
    })
    api.route('GET /motto', { handler: 'functions/postcards.motto', link: [motto] })
    api.route('POST /postcards/{to}', 'functions/postcards.send', {
      auth: { jwt: { authorizer: authorizer.id } },
    })
    return { api: api.url, people: people.id }
  },
})
