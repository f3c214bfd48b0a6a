import { describe, expect, test, vi } from 'vitest'
import { startOne, startProject } from './function-fixture.ts'

describe('a handler', () => {
  test('gets the event as JSON makes it, and Lambda’s context', async () => {
    await using project = await startOne(`
      export async function handler(event: unknown, context: any) {
        const remaining = context.getRemainingTimeInMillis()
        return { event, context, inTime: remaining > 18_000 && remaining <= 20_000 }
      }
    `)

    expect(await project.invoke('Main', { at: new Date(0), gone: undefined })).toEqual({
      ok: true,
      payload: {
        event: { at: '1970-01-01T00:00:00.000Z' },
        context: {
          awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          callbackWaitsForEmptyEventLoop: true,
          functionName: 'notes-dev-Main',
          functionVersion: '$LATEST',
          invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:notes-dev-Main',
          logGroupName: '/aws/lambda/notes-dev-Main',
          logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
          memoryLimitInMB: '512',
        },
        inTime: true,
      },
    })
  })

  test.each([
    ['is async', 'nodejs24.x', 'export const handler = async () => "done"', 'done'],
    ['returns a promise', 'nodejs24.x', 'export const handler = () => Promise.resolve("done")', 'done'],
    ['returns a value', 'nodejs24.x', 'export const handler = () => "done"', 'done'],
    ['returns nothing', 'nodejs24.x', 'export const handler = async () => {}', null],
    [
      'returns a date',
      'nodejs24.x',
      'export const handler = async () => new Date(0)',
      '1970-01-01T00:00:00.000Z',
    ],
    ['is async, before Node.js 24', 'nodejs22.x', 'export const handler = async () => "done"', 'done'],
    [
      'calls back',
      'nodejs22.x',
      'export const handler = (e: any, c: any, callback: any) => setImmediate(callback, null, "done")',
      'done',
    ],
    [
      'returns a value, which was lost before Node.js 24',
      'nodejs22.x',
      'export const handler = () => "lost"',
      null,
    ],
  ])('may be one that %s', async (_, runtime, source, payload) => {
    await using project = await startOne(source, { runtime })
    expect(await project.invoke('Main')).toEqual({ ok: true, payload })
  })

  test.each([
    ['throws', 'throw new TypeError("no")', 'TypeError', 'no'],
    ['throws an error of its own', 'throw new Gone("away")', 'Gone', 'away'],
    ['throws a text', 'throw "text"', 'string', 'text'],
    [
      'returns what JSON cannot hold',
      'return 1n',
      'Runtime.MarshalError',
      'Unable to stringify response body',
    ],
    [
      'returns too much',
      'return "x".repeat(6_291_556)',
      'Function.ResponseSizeTooLarge',
      expect.stringContaining('6291556 bytes'),
    ],
  ])('fails when it %s, and is called again all the same', async (_, failing, errorType, errorMessage) => {
    await using project = await startOne(`
      class Gone extends Error { name = 'Gone' }
      let count = 0
      export async function handler(event: any) {
        count += 1
        if (event.fail) { ${failing} }
        return count
      }
    `)
    expect(await project.invoke('Main', { fail: true })).toEqual({ ok: false, errorType, errorMessage })
    expect(await project.invoke('Main')).toEqual({ ok: true, payload: 2 })
  })

  test('fails when it calls back with an error', async () => {
    const source = 'export const handler = (e: any, c: any, callback: any) => callback(new RangeError("far"))'
    await using project = await startOne(source, { runtime: 'nodejs22.x' })
    expect(await project.invoke('Main')).toEqual({ ok: false, errorType: 'RangeError', errorMessage: 'far' })
  })

  test('with a callback is refused from Node.js 24 on, as Lambda refuses it', async () => {
    await using project = await startOne('export const handler = async (e: any, c: any, callback: any) => 1')
    expect(await project.invoke('Main')).toMatchObject({
      ok: false,
      errorType: 'Runtime.CallbackHandlerDeprecated',
    })
  })

  test('that streams its response is told that it cannot', async () => {
    const source =
      'declare const awslambda: any; export const handler = awslambda.streamifyResponse(async () => {})'
    await using project = await startOne(source)
    expect(await project.invoke('Main')).toMatchObject({
      ok: false,
      errorMessage: 'Response streaming does not run offline.',
    })
  })

  test('is not called with more than Lambda takes', async () => {
    await using project = await startOne('export const handler = async () => 1')
    expect(await project.invoke('Main', 'x'.repeat(6_291_456))).toMatchObject({
      ok: false,
      errorType: 'RequestTooLargeException',
    })
  })

  test('that does not exist cannot be invoked', async () => {
    await using project = await startOne('export const handler = async () => 1')
    await expect(project.invoke('Other')).rejects.toThrow('There is no function "Other".')
  })
})

describe('the environment variables', () => {
  test('are Lambda’s and the function’s, and nothing of the shell', async () => {
    vi.stubEnv('OF_THE_SHELL', 'secret')
    await using project = await startProject({
      files: { 'main.ts': 'export const handler = async () => process.env' },
      functions: {
        Main: {
          handler: 'main.handler',
          environment: { OWN: '1', SST_KEY: 'k', SST_KEY_FILE: 'resource.enc', AWS_REGION: 'moon' },
        },
      },
      environment: { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://localhost:9229' },
    })
    vi.unstubAllEnvs()

    expect(await project.invoke('Main')).toEqual({
      ok: true,
      payload: {
        OWN: '1',
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://localhost:9229',
        SST_RESOURCE_App: '{"name":"notes","stage":"dev"}',
        PATH: process.env.PATH,
        LANG: 'en_US.UTF-8',
        TZ: ':UTC',
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: expect.any(String),
        AWS_SECRET_ACCESS_KEY: expect.any(String),
        AWS_SESSION_TOKEN: expect.any(String),
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: 'notes-dev-Main',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/notes-dev-Main',
        AWS_LAMBDA_LOG_STREAM_NAME: expect.any(String),
        LAMBDA_TASK_ROOT: expect.stringContaining('Main'),
        _HANDLER: 'main.handler',
      },
    })
  })

  test('carry the links that SST’s own Resource reads, each function its own', async () => {
    const source = `
      import { Resource } from 'sst'
      export const handler = async (name: string) => (Resource as any)[name]
    `
    await using project = await startProject({
      files: { 'main.ts': source },
      functions: {
        Linked: { handler: 'main.handler', links: { Pool: { type: 'sst.aws.CognitoUserPool', id: 'p-1' } } },
        Other: { handler: 'main.handler', links: { Bucket: { type: 'sst.aws.Bucket', name: 'b' } } },
      },
    })

    expect(await project.invoke('Linked', 'Pool')).toEqual({
      ok: true,
      payload: { type: 'sst.aws.CognitoUserPool', id: 'p-1' },
    })
    expect(await project.invoke('Linked', 'App')).toEqual({
      ok: true,
      payload: { name: 'notes', stage: 'dev' },
    })
    expect(await project.invoke('Other', 'Pool')).toMatchObject({
      ok: false,
      errorMessage: expect.stringContaining('"Pool" is not linked in your sst.config.ts'),
    })
  })
})
