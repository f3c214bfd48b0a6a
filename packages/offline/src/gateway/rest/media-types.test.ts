import { describe, expect, test } from 'vitest'
import { answering, route, startGateway } from '../gateway-fixture.ts'

const bytes = Uint8Array.of(0xff, 0xd8, 0x00, 0x80)
const base64 = Buffer.from(bytes).toString('base64')

describe('a request with a binary media type', () => {
  const sent = async (
    binaryMediaTypes: string[],
    contentType: string | undefined,
    body: Uint8Array<ArrayBuffer> | string | null = bytes,
  ) => {
    await using gateway = await startGateway({ routes: [route('POST', '/')], binaryMediaTypes })
    await gateway.fetch('/', {
      method: 'POST',
      body,
      ...(contentType && { headers: { 'content-type': contentType } }),
    })
    const { body: received, isBase64Encoded } = gateway.event()
    return { received, isBase64Encoded }
  }

  test.each([
    [['image/png'], 'image/png'],
    [['image/png'], 'Image/PNG; q=1'],
    [['text/css', 'image/*'], 'image/jpeg'],
    [['*/*'], 'application/json'],
    [['*/*'], undefined],
  ])('in %j reaches the function as base64: %s', async (binaryMediaTypes, contentType) => {
    expect(await sent(binaryMediaTypes, contentType)).toEqual({ received: base64, isBase64Encoded: true })
  })

  test.each([
    [[], 'image/png'],
    [['image/png'], 'image/png2'],
    [['image/*'], 'text/plain'],
  ])('that is not in %j is text: %s', async (binaryMediaTypes, contentType) => {
    expect(await sent(binaryMediaTypes, contentType, 'hi')).toEqual({
      received: 'hi',
      isBase64Encoded: false,
    })
  })

  test('and no body has no body', async () => {
    expect(await sent(['*/*'], 'image/png', null)).toEqual({ received: null, isBase64Encoded: false })
  })
})

describe('a base64 body of a function', () => {
  const payload = {
    statusCode: 200,
    headers: { 'content-type': 'image/png' },
    body: base64,
    isBase64Encoded: true,
  }
  const got = async (binaryMediaTypes: string[], accept: string) => {
    await using gateway = await startGateway({
      routes: [route('GET', '/')],
      binaryMediaTypes,
      invoke: answering(payload),
    })
    const response = await gateway.fetch('/', { headers: { accept } })
    expect(response.headers.get('content-type')).toBe('image/png')
    return Buffer.from(await response.arrayBuffer())
  }

  test.each([
    [['image/png'], 'image/png'],
    [['image/png'], 'image/png;q=0.9, text/html'],
    [['*/*'], 'text/html, image/png'],
  ])('is bytes where the first accepted type is in %j: %s', async (binaryMediaTypes, accept) => {
    expect(await got(binaryMediaTypes, accept)).toEqual(Buffer.from(bytes))
  })

  test.each([
    [[], 'image/png'],
    [['image/png'], 'text/html, image/png'],
    [['image/png'], '*/*'],
  ])('stays base64 text where it is not in %j: %s', async (binaryMediaTypes, accept) => {
    expect((await got(binaryMediaTypes, accept)).toString()).toBe(base64)
  })
})
