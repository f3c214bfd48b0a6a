/**
 * Compression at the edge.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { CacheBehavior } from '../config/model.ts'
import type { OriginAnswer } from './origin-answer.ts'

type Encoding = CacheBehavior['encodings'][number]

const encoders: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  br: body => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify<Buffer, Buffer>(gzip),
}

const compressedTypes = new Set(
  [
    'application/dash+xml application/eot application/font application/font-sfnt application/javascript',
    'application/json application/opentype application/otf application/pdf application/pkcs7-mime',
    'application/protobuf application/rss+xml application/truetype application/ttf application/wasm',
    'application/vnd.apple.mpegurl application/vnd.mapbox-vector-tile application/vnd.ms-fontobject',
    'application/xhtml+xml application/xml application/x-font-opentype application/x-font-truetype',
    'application/x-font-ttf application/x-httpd-cgi application/x-javascript application/x-mpegurl',
    'application/x-opentype application/x-otf application/x-perl application/x-ttf font/eot font/opentype',
    'font/otf font/ttf image/svg+xml text/css text/csv text/html text/javascript text/js text/plain',
    'text/richtext text/tab-separated-values text/xml text/x-component text/x-java-source text/x-script',
    'vnd.apple.mpegurl',
  ].flatMap(line => line.split(' ')),
)

/** Bytes. */
const smallest = 1_000
const largest = 10_000_000

/** A file is compressed once: its bytes stay the same. */
const compressed = new WeakMap<Buffer, Map<Encoding, Promise<Buffer>>>()

/** Gives a compressed answer where the edge would, and the same one otherwise. */
export async function compress(
  answer: OriginAnswer,
  encodings: readonly Encoding[],
  acceptEncoding: string | undefined,
): Promise<OriginAnswer> {
  const encoding = encodings.find(candidate => accepts(acceptEncoding, candidate))
  if (!encoding || !isCompressible(answer)) return answer
  const headers = new Headers(answer.headers)
  headers.set('content-encoding', encoding)
  headers.append('vary', 'Accept-Encoding')
  const etag = headers.get('etag')
  // Other bytes of the same meaning.
  if (etag && !etag.startsWith('W/')) headers.set('etag', `W/${etag}`)
  return { ...answer, headers, body: await compressOnce(answer.body, encoding) }
}

function isCompressible({ statusCode, headers, body }: OriginAnswer): boolean {
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return (
    [200, 403, 404].includes(statusCode) &&
    !headers.has('content-encoding') &&
    body.length >= smallest &&
    body.length <= largest &&
    compressedTypes.has(type)
  )
}

function compressOnce(body: Buffer, encoding: Encoding): Promise<Buffer> {
  const known = compressed.get(body) ?? new Map<Encoding, Promise<Buffer>>()
  compressed.set(body, known)
  const result = known.get(encoding) ?? encoders[encoding](body)
  known.set(encoding, result)
  return result
}

function accepts(header = '', encoding: Encoding): boolean {
  return header.split(',').some(part => {
    const [name, ...parameters] = part.split(';').map(text => text.trim().toLowerCase())
    return name === encoding && !parameters.some(parameter => /^q=0(\.0*)?$/.test(parameter))
  })
}
