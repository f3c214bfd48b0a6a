/**
 * The request validator of a method: required parameters, and the body against
 * the model of its content type, JSON Schema draft 4.
 *
 * A content type without a model is let through unread, as in AWS. A function
 * that counts on its model has to refuse other content types itself.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
import type { IncomingMessage } from 'node:http'
import AjvDraft4 from 'ajv-draft-04'
import type { RestRoute } from '../../config/model.ts'
import { StartError } from '../../start-error.ts'
import { mediaType } from '../gateway-answer.ts'
import { queryOf } from '../request-parts.ts'
import { GatewayError, missingParameters } from './gateway-error.ts'

type Model = (body: unknown) => unknown

export type Validatable = {
  request: IncomingMessage
  pathParameters: Record<string, string>
  body: string
}

/** Models are compiled here, so one that is no schema stops the start and not a request. */
export function createRequestValidator(route: RestRoute) {
  const models = new Map<string, Model>()
  for (const [contentType, schema] of Object.entries(route.validatesBody ? route.requestModels : {})) {
    models.set(mediaType(contentType), compile(schema, `${route.method} ${route.path} (${contentType})`))
  }

  return (call: Validatable) => {
    const missing = route.requiredParameters.filter(parameter => !readParameter(parameter, call)?.trim())
    if (missing.length > 0) throw missingParameters(missing.map(nameOf))

    const contentType = call.request.headers['content-type']
    const model = models.get(mediaType(contentType ?? 'application/json')) ?? models.get('$default')
    if (model && !satisfies(model, call.body)) throw new GatewayError('badRequestBody')
  }
}

/** `page` of `method.request.querystring.page` */
const nameOf = (parameter: string) => parameter.split('.').slice(3).join('.')

function readParameter(parameter: string, { request, pathParameters }: Validatable): string | undefined {
  const name = nameOf(parameter)
  const place = parameter.split('.')[2] ?? ''
  if (place.endsWith('header')) return request.headersDistinct[name.toLowerCase()]?.at(-1)
  if (place === 'path') return pathParameters[name]
  return queryOf(request).findLast(([key]) => key === name)?.[1]
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
