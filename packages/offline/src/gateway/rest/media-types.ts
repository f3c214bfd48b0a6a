import { mediaType } from '../gateway-answer.ts'

/**
 * Whether a content type is one of the API's binary media types, in which `*`
 * stands for anything. What has no type counts as JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
 */
export function createBinaryTypes(binaryMediaTypes: readonly string[]) {
  const known = binaryMediaTypes.map(type => type.toLowerCase().split('/'))
  return (contentType: string | undefined): boolean => {
    const parts = mediaType(contentType ?? 'application/json').split('/')
    return known.some(pattern => pattern.every((part, index) => part === '*' || part === parts[index]))
  }
}

/** Of several types that a client accepts API Gateway looks at the first. */
export const firstAccepted = (accept: string | undefined) => accept?.split(',')[0]

/** The template for what the client accepts, or else for JSON, or else the first. */
export function templateFor(
  templates: Record<string, string>,
  accept: string | undefined,
): { contentType: string; text: string } | undefined {
  const wanted = mediaType(firstAccepted(accept) ?? '')
  const [first] = Object.keys(templates)
  const contentType = [wanted, 'application/json', first].find(type => type && Object.hasOwn(templates, type))
  return contentType ? { contentType, text: templates[contentType] ?? '' } : undefined
}
