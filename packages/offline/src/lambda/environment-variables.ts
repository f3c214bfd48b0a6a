/**
 * What a function finds in `process.env`: what Lambda sets, what the graph
 * sets, and nothing of the developer's own shell.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
import type { LambdaFunction } from '../config/model.ts'

export type FunctionIdentity = {
  functionName: string
  invokedFunctionArn: string
  logGroupName: string
}

type Surroundings = {
  region: string
  accountId: string
  app: { name: string; stage: string }
  environment: Record<string, string>
}

export function functionIdentity(
  { id }: LambdaFunction,
  { region, accountId, app }: Surroundings,
): FunctionIdentity {
  const functionName = `${app.name}-${app.stage}-${id}`.slice(0, 64)
  return {
    functionName,
    invokedFunctionArn: `arn:aws:lambda:${region}:${accountId}:function:${functionName}`,
    logGroupName: `/aws/lambda/${functionName}`,
  }
}

/**
 * Links go in one by one. On AWS they come in an encrypted file instead; its
 * variables are left out, because SST's SDK would look for the file.
 */
export function environmentVariables(fn: LambdaFunction, surroundings: Surroundings): Record<string, string> {
  const { region, app } = surroundings
  const { functionName, logGroupName } = functionIdentity(fn, surroundings)
  const { SST_KEY, SST_KEY_FILE, ...own } = fn.environment
  const links = { ...fn.links, App: app }

  return {
    ...own,
    ...Object.fromEntries(
      Object.entries(links).map(([name, properties]) => [`SST_RESOURCE_${name}`, JSON.stringify(properties)]),
    ),
    ...surroundings.environment,
    PATH: process.env.PATH ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // Something to sign with. The services behind the runtime do not look at who signed.
    AWS_ACCESS_KEY_ID: 'offline',
    AWS_SECRET_ACCESS_KEY: 'offline',
    AWS_SESSION_TOKEN: 'offline',
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupName,
    _HANDLER: fn.handler,
  }
}
