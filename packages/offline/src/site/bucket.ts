/**
 * The S3 bucket of a site, as CloudFront sees it: what a deploy uploads, with
 * the headers that it uploads it with, and S3's answers to everything else.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Bucket } from '../config/model.ts'
import type { OriginAnswer } from './origin-answer.ts'

/** `uri` is a path without its query string, as it came. */
export type BucketOrigin = (method: string, uri: string) => OriginAnswer

/** Takes the files as they are at this moment, as an upload does. */
export async function createBucket({ files, isListable }: Bucket): Promise<BucketOrigin> {
  const uploadedAt = new Date().toUTCString()
  const objects = new Map(
    await Promise.all(
      files.map(async ({ key, source, contentType, cacheControl }) => {
        const body = await readFile(source)
        const headers = {
          'content-type': contentType,
          ...(cacheControl !== undefined && { 'cache-control': cacheControl }),
          etag: `"${createHash('md5').update(body).digest('hex')}"`,
          'last-modified': uploadedAt,
        }
        return [key, { headers, body }] as const
      }),
    ),
  )

  return (method, uri) => {
    // CloudFront may read. What is no reading S3 refuses it, whatever the name.
    if (method !== 'GET' && method !== 'HEAD') return failure(403, 'AccessDenied', 'Access Denied')
    const key = decode(uri.slice(1))
    if (key === undefined) return failure(400, 'InvalidURI', "Couldn't parse the specified URI.")
    const object = objects.get(key)
    if (object) {
      return {
        statusCode: 200,
        headers: new Headers({ ...object.headers, server: 'AmazonS3' }),
        body: object.body,
      }
    }
    return isListable
      ? failure(404, 'NoSuchKey', 'The specified key does not exist.')
      : failure(403, 'AccessDenied', 'Access Denied')
  }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function failure(statusCode: number, code: string, message: string): OriginAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return {
    statusCode,
    headers: new Headers({ 'content-type': 'application/xml', server: 'AmazonS3' }),
    body: Buffer.from(body),
  }
}
