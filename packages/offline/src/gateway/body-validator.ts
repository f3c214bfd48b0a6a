/**
 * The request validator of a method: the body against the model of its
 * content type, JSON Schema draft 4.
 *
 * A content type without a model is let through unread, as in AWS. A function
 * that counts on its model has to refuse other content types itself.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
import AjvDraft4 from 'ajv-draft-04'
import type { RestRoute } from '../config/model.ts'
import { StartError } from '../start-error.ts'
import { GatewayError } from './gateway-error.ts'

type Model = (body: unknown) => unknown

/** Models are compiled here, so one that is no schema stops the start and not a request. */
export function createBodyValidator(route: RestRoute) {
  const models = new Map<string, Model>()
  for (const [contentType, schema] of Object.entries(route.validatesBody ? route.requestModels : {})) {
    models.set(mediaType(contentType), compile(schema, `${route.method} ${route.path} (${contentType})`))
  }

  return (contentType: string | undefined, body: string) => {
    const model = models.get(mediaType(contentType ?? 'application/json'))
    if (model && !satisfies(model, body)) throw new GatewayError('badRequestBody')
  }
}

function compile(schema: object, name: string): Model {
  // One compiler a model: two models may carry the same `id`. API Gateway does not check `format`.
  const ajv = new AjvDraft4({ strict: false, validateFormats: false, logger: false })
  try {
    return ajv.compile(schema)
  } catch (cause) {
    throw new StartError(`The request model of ${name} is not a JSON Schema of draft 4.`, { cause })
  }
}

function satisfies(model: Model, body: string): boolean {
  try {
    return model(JSON.parse(body)) === true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}
