/**
 * The JSON Schema (draft 4) that the gateway holds a request body against.
 *
 * Only the shape: which keys, and of which type. Lengths and patterns are left
 * to the function, whose answer says which field is wrong and why, where the
 * gateway's says no more than "Invalid request body".
 */
import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'

type Schema = ReturnType<typeof toJsonSchema>

export function requestSchema(body: GenericSchema): object {
  return {
    $schema: 'http://json-schema.org/draft-04/schema#',
    ...shape(toJsonSchema(body, { errorMode: 'ignore' })),
  }
}

function shape({
  type,
  const: only,
  anyOf,
  oneOf,
  items,
  properties,
  required = [],
  additionalProperties,
}: Schema): object {
  const choices = anyOf ?? oneOf
  return {
    ...(type && { type }),
    // Draft 4 has no `const`.
    ...(only !== undefined && { enum: [only] }),
    ...(choices && { anyOf: choices.map(choice => shape(choice as Schema)) }),
    ...(items && { items: shape(items as Schema) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, shape(value as Schema)]),
      ),
    }),
    // Draft 4 has no empty list either.
    ...(required.length > 0 && { required }),
    ...(typeof additionalProperties === 'boolean' && { additionalProperties }),
  }
}
