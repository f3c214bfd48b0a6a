import { describe, expect, test } from 'vitest'
import { cognito, route, seen, startGateway } from '../gateway-fixture.ts'

describe('a body with a model', () => {
  const invalid = {
    status: 400,
    errorType: 'BadRequestException',
    body: '{"message": "Invalid request body"}',
  }
  const model = {
    $schema: 'http://json-schema.org/draft-04/schema#',
    type: 'object',
    required: ['name', 'age'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', minLength: 2, pattern: '^[\\p{L}]+$' },
      age: { type: 'number', minimum: 0, exclusiveMinimum: true },
    },
  }
  const routes = [
    route('POST', '/people', { validatesBody: true, requestModels: { 'application/json': model } }),
    route('POST', '/unchecked', { requestModels: { 'application/json': model } }),
  ]
  const post = (body: string | Blob | null, contentType?: string): RequestInit => ({
    method: 'POST',
    // A Blob without a type is the one body for which fetch makes up no content type.
    body: body === null ? null : new Blob([body]),
    ...(contentType && { headers: { 'content-type': contentType } }),
  })

  test.each([
    ['is right', '{"name":"Zoë","age":1}', 'application/json'],
    ['has a charset', '{"name":"Zoë","age":1}', 'Application/JSON; charset=utf-8'],
    ['has no content type', '{"name":"Zoë","age":1}', undefined],
    ['is of a type without a model', 'name=1', 'text/plain'],
  ])('is let through when it %s', async (_, body, contentType) => {
    await using gateway = await startGateway({ routes })
    expect((await gateway.fetch('/people', post(body, contentType))).status).toBe(200)
    expect(gateway.event()).toMatchObject({ body })
  })

  test.each([
    ['lacks a property', '{"name":"Zoë"}', 'application/json'],
    ['has one too many', '{"name":"Zoë","age":1,"x":1}', 'application/json'],
    ['is at a limit that is excluded', '{"name":"Zoë","age":0}', 'application/json'],
    ['does not match a pattern', '{"name":"Z1","age":1}', 'application/json'],
    ['is no JSON', '{"name":', 'application/json'],
    ['is empty', '', 'application/json'],
    ['is wrong and has no content type', '[]', undefined],
  ])('is refused when it %s', async (_, body, contentType) => {
    await using gateway = await startGateway({ routes })
    expect(await seen(gateway.fetch('/people', post(body, contentType)))).toEqual(invalid)
    expect(gateway.calls).toEqual([])
  })

  test('is held to the default model where its own type has none', async () => {
    const requestModels = { 'application/json': {}, $default: model }
    await using gateway = await startGateway({
      routes: [route('POST', '/people', { validatesBody: true, requestModels })],
    })
    expect((await gateway.fetch('/people', post('{}', 'application/json'))).status).toBe(200)
    expect(await seen(gateway.fetch('/people', post('{}', 'text/plain')))).toEqual(invalid)
    expect((await gateway.fetch('/people', post('{"name":"Zoë","age":1}', 'text/plain'))).status).toBe(200)
  })

  test('is refused when there is none', async () => {
    await using gateway = await startGateway({ routes })
    expect(await seen(gateway.fetch('/people', { method: 'POST' }))).toEqual(invalid)
  })

  test('is not looked at where the method does not validate', async () => {
    await using gateway = await startGateway({ routes })
    expect((await gateway.fetch('/unchecked', post('{', 'application/json'))).status).toBe(200)
  })

  test('is looked at only after the token', async () => {
    const guarded = route('POST', '/people', {
      authorization: cognito,
      validatesBody: true,
      requestModels: { 'application/json': model },
    })
    await using gateway = await startGateway({ routes: [guarded] })
    expect((await gateway.fetch('/people', post('{', 'application/json'))).status).toBe(401)
  })

  test('that is no schema stops the start, and is named', async () => {
    const requestModels = { 'application/json': { type: 'nonsense' } }
    const wrong = route('PUT', '/wrong', { validatesBody: true, requestModels })
    await expect(startGateway({ routes: [wrong] })).rejects.toThrow(/PUT \/wrong \(application\/json\)/)
  })
})

describe('required parameters', () => {
  const routes = [
    route('GET', '/notes/{id}', {
      requiredParameters: [
        'method.request.querystring.page',
        'method.request.header.X-Tenant',
        'method.request.path.id',
      ],
    }),
  ]
  const missing = (names: string) => ({
    status: 400,
    errorType: 'BadRequestException',
    body: `{"message": "Missing required request parameters: [${names}]"}`,
  })

  test('let a request through that has them all', async () => {
    await using gateway = await startGateway({ routes })
    expect((await gateway.fetch('/notes/1?page=2', { headers: { 'x-tenant': 'a' } })).status).toBe(200)
  })

  test('are named where they are missing or blank', async () => {
    await using gateway = await startGateway({ routes })
    const headers = { 'x-tenant': 'a' }

    expect(await seen(gateway.fetch('/notes/1', { headers }))).toEqual(missing('page'))
    expect(await seen(gateway.fetch('/notes/1?page=', { headers }))).toEqual(missing('page'))
    expect(await seen(gateway.fetch('/notes/1'))).toEqual(missing('page, X-Tenant'))
    expect(gateway.calls).toEqual([])
  })
})
