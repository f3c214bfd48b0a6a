/**
 * What AWS would answer to the creation of a resource, as far as SST's
 * components read it: identifiers of the right form, ARNs, host names.
 *
 * Identifiers are derived from the app, the stage and the logical name, so
 * that they are the same at every start and the stored users still fit.
 */
import { createHash } from 'node:crypto'
import type { Properties } from './graph.ts'

export type Place = { app: string; stage: string; region: string; accountId: string }

const lower = 'abcdefghijklmnopqrstuvwxyz0123456789'
const mixed = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${lower}`

/** `length` letters of `alphabet`, always the same ones for the same `seed`. */
function stableId(seed: string, length: number, alphabet = lower): string {
  const bytes = [0, 1].flatMap(block => [...createHash('sha512').update(`${block} ${seed}`).digest()])
  return bytes
    .slice(0, length)
    .map(byte => alphabet[byte % alphabet.length])
    .join('')
}

export function mockResource(
  type: string,
  name: string,
  inputs: Properties,
  place: Place,
): { id: string; state: Properties } {
  const { region, accountId } = place
  const seed = `${place.app}/${place.stage}/${type}/${name}`
  const physicalName = typeof inputs.name === 'string' ? inputs.name : name
  const service = type.split(/[:/]/)[1] ?? 'offline'
  const arn = (resource: string, of = service) => `arn:aws:${of}:${region}:${accountId}:${resource}`
  const answer = (id: string, state: Properties) => ({
    id,
    state: { ...inputs, name: physicalName, arn: arn(`${name}/${id}`), ...state },
  })

  switch (type) {
    case 'aws:cognito/userPool:UserPool': {
      const id = `${region}_${stableId(seed, 9, mixed)}`
      return answer(id, {
        arn: arn(`userpool/${id}`, 'cognito-idp'),
        endpoint: `cognito-idp.${region}.amazonaws.com/${id}`,
      })
    }
    case 'aws:cognito/userPoolClient:UserPoolClient':
      return answer(stableId(seed, 26), { clientSecret: stableId(`${seed}/secret`, 51) })
    case 'aws:lambda/function:Function': {
      const self = arn(`function:${physicalName}`)
      return answer(physicalName, {
        arn: self,
        qualifiedArn: `${self}:1`,
        version: '1',
        invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${self}/invocations`,
      })
    }
    case 'aws:lambda/functionUrl:FunctionUrl': {
      const id = stableId(seed, 32)
      return answer(id, { functionUrl: `https://${id}.lambda-url.${region}.on.aws/` })
    }
    case 'aws:apigateway/restApi:RestApi': {
      const id = stableId(seed, 10)
      return answer(id, {
        arn: `arn:aws:apigateway:${region}::/restapis/${id}`,
        rootResourceId: stableId(`${seed}/root`, 10),
        executionArn: arn(id, 'execute-api'),
      })
    }
    case 'aws:apigatewayv2/api:Api': {
      const id = stableId(seed, 10)
      return answer(id, {
        arn: `arn:aws:apigateway:${region}::/apis/${id}`,
        apiEndpoint: `https://${id}.execute-api.${region}.amazonaws.com`,
        executionArn: arn(id, 'execute-api'),
      })
    }
    case 'aws:apigateway/account:Account':
      return answer('api-gateway-account', { cloudwatchRoleArn: `arn:aws:iam::${accountId}:role/apigateway` })
    case 'aws:apigateway/resource:Resource':
    case 'aws:apigateway/authorizer:Authorizer':
    case 'aws:apigateway/requestValidator:RequestValidator':
    case 'aws:apigateway/deployment:Deployment':
    case 'aws:apigatewayv2/authorizer:Authorizer':
    case 'aws:apigatewayv2/integration:Integration':
    case 'aws:apigatewayv2/route:Route':
      return answer(stableId(seed, 6), {})
    case 'aws:cloudfront/distribution:Distribution':
      return answer(stableId(seed, 14).toUpperCase(), {
        domainName: `d${stableId(seed, 13)}.cloudfront.net`,
        hostedZoneId: 'Z2FDTNDATAQYW2',
        status: 'Deployed',
      })
    case 'aws:s3/bucket:Bucket':
    case 'aws:s3/bucketV2:BucketV2': {
      const bucket = typeof inputs.bucket === 'string' ? inputs.bucket : physicalName.toLowerCase()
      return answer(bucket, {
        bucket,
        arn: `arn:aws:s3:::${bucket}`,
        bucketDomainName: `${bucket}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
      })
    }
    case 'aws:iam/role:Role':
      return answer(physicalName, { arn: `arn:aws:iam::${accountId}:role/${physicalName}` })
    case 'random:index/randomBytes:RandomBytes':
      return answer(name, { base64: createHash('sha256').update(seed).digest('base64') })
    case 'random:index/randomId:RandomId':
      return answer(name, { hex: stableId(seed, 8, '0123456789abcdef') })
    default:
      return answer(stableId(seed, 12), {})
  }
}

/** What a data source (`aws.getRegion()` and the like) would answer. */
export function mockCall(token: string, inputs: Properties, { region, accountId }: Place): Properties {
  switch (token) {
    case 'aws:index/getRegion:getRegion':
      return { id: region, region, name: region, description: region }
    case 'aws:index/getPartition:getPartition':
      return { partition: 'aws', dnsSuffix: 'amazonaws.com' }
    case 'aws:index/getCallerIdentity:getCallerIdentity':
      return { accountId, arn: `arn:aws:iam::${accountId}:root`, userId: accountId }
    case 'aws:iam/getPolicyDocument:getPolicyDocument':
      return policyDocument(inputs)
    default:
      return inputs
  }
}

type Statement = {
  effect?: string
  actions?: string[]
  resources?: string[]
  principals?: { type: string; identifiers: string[] }[]
  conditions?: { test: string; variable: string; values: string[] }[]
}

/** Like the provider, says nothing of `statements` where there are none. */
function policyDocument({ statements, ...inputs }: Properties): Properties {
  const hasStatements = Array.isArray(statements) && statements.length > 0
  return { ...inputs, ...(hasStatements && { statements }), json: policyJson(statements) }
}

function policyJson(statements: unknown): string {
  const render = ({ effect = 'Allow', actions, resources, principals, conditions }: Statement) => ({
    Effect: effect,
    Action: actions,
    Resource: resources,
    Principal:
      principals && Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers])),
    Condition:
      conditions &&
      Object.fromEntries(conditions.map(({ test, variable, values }) => [test, { [variable]: values }])),
  })
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: Array.isArray(statements) ? statements.map(render) : [],
  })
}
