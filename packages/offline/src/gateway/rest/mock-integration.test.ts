import { describe, expect, test } from 'vitest'
import type { MockIntegration } from '../../config/model.ts'
import { cognito, route, seen, startGateway } from '../gateway-fixture.ts'

/** What SST makes of `cors: true`. */
const preflight: MockIntegration = {
  type: 'MOCK',
  requestTemplates: { 'application/json': '{ statusCode: 200 }' },
  passthroughBehavior: 'WHEN_NO_MATCH',
  responses: [
    {
      statusCode: 204,
      headers: {
        'Access-Control-Allow-Headers': "'*'",
        'Access-Control-Allow-Methods': "'OPTIONS,GET,PUT,POST,DELETE,PATCH,HEAD'",
        'Access-Control-Allow-Origin': "'*'",
      },
      templates: {},
    },
  ],
}
const mock = (more: Partial<MockIntegration>) => ({ integration: { ...preflight, ...more } })

test('a preflight request is answered without a function, beside a method with an authorizer', async () => {
  await using gateway = await startGateway({
    routes: [
      route('GET', '/notes', { authorization: cognito }),
      route('OPTIONS', '/notes', { integration: preflight }),
    ],
  })
  const response = await gateway.fetch('/notes', {
    method: 'OPTIONS',
    headers: { origin: 'https://example.test', 'access-control-request-method': 'GET' },
  })

  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('access-control-allow-headers')).toBe('*')
  expect(response.headers.get('access-control-allow-methods')).toBe('OPTIONS,GET,PUT,POST,DELETE,PATCH,HEAD')
  expect(response.headers.get('x-amzn-requestid')).toBeTruthy()
  expect(gateway.calls).toEqual([])
})

describe('a mock answers', () => {
  const responses = [
    { statusCode: 404, selectionPattern: '4\\d\\d', headers: {}, templates: { 'text/plain': 'gone' } },
    {
      statusCode: 200,
      headers: { 'X-Id': 'context.requestId' },
      templates: { 'application/json': '{"id":"$context.requestId"}' },
    },
  ]
  const post = (body: string, contentType = 'application/json'): RequestInit => ({
    method: 'POST',
    body,
    headers: { 'content-type': contentType },
  })

  test('with the response whose pattern fits the status, or else with the default one', async () => {
    const found = mock({ responses })
    const gone = mock({ responses, requestTemplates: { 'application/json': '{"statusCode": 410}' } })
    await using gateway = await startGateway({
      routes: [route('GET', '/found', found), route('GET', '/gone', gone)],
    })

    const answer = await gateway.fetch('/found')
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toEqual({ id: answer.headers.get('x-amzn-requestid') })
    expect(answer.headers.get('x-id')).toBe(answer.headers.get('x-amzn-requestid'))
    expect(await seen(gateway.fetch('/gone'))).toEqual({ status: 404, errorType: null, body: 'gone' })
  })

  test('an error where no response fits, or nothing says the status', async () => {
    const internal = {
      status: 500,
      errorType: 'InternalServerErrorException',
      body: '{"message": "Internal server error"}',
    }
    await using gateway = await startGateway({
      routes: [
        route('GET', '/unfit', mock({ responses: responses.slice(0, 1) })),
        route('POST', '/silent', mock({})),
      ],
    })

    expect(await seen(gateway.fetch('/unfit'))).toEqual(internal)
    expect(await seen(gateway.fetch('/silent', post('hello', 'text/plain')))).toEqual(internal)
    expect(gateway.errors).toHaveLength(2)
  })

  test('a content type without a template as it is told to', async () => {
    const never = mock({ passthroughBehavior: 'NEVER' })
    const whenNone = mock({ passthroughBehavior: 'WHEN_NO_TEMPLATES' })
    const none = mock({ passthroughBehavior: 'WHEN_NO_TEMPLATES', requestTemplates: {} })
    await using gateway = await startGateway({
      routes: [
        route('POST', '/match', mock({})),
        route('POST', '/never', never),
        route('POST', '/when-none', whenNone),
        route('POST', '/none', none),
      ],
    })
    const status = async (path: string, contentType: string) =>
      (await gateway.fetch(path, post('{"statusCode": 200}', contentType))).status

    for (const contentType of ['text/plain', 'constructor']) {
      expect(await status('/match', contentType)).toBe(204)
      expect(await status('/never', contentType)).toBe(415)
      expect(await status('/when-none', contentType)).toBe(415)
      expect(await status('/none', contentType)).toBe(204)
    }
  })
})
