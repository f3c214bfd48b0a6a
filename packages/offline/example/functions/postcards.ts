import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda'
import { Resource } from 'sst'

/** GET /motto: for everybody. */
export const motto = async ({ headers }: APIGatewayProxyEventV2) => ({
  motto: Resource.Motto.text,
  language: headers['accept-language'] ?? 'en',
})

/** POST /postcards/{to}: from whoever is signed in, by the claims that their token carries. */
export const send = async (event: APIGatewayProxyEventV2WithJWTAuthorizer) => {
  const { claims } = event.requestContext.authorizer.jwt
  return {
    statusCode: 201,
    cookies: ['sent=1'],
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      to: event.pathParameters?.to,
      from: claims.sub,
      stamp: claims.stamp,
      text: event.body,
    }),
  }
}
