/**
 * The form of a request, checked before anything is looked up.
 *
 * A value of the wrong JSON type cannot be read at all (SerializationException).
 * What can be read and breaks a constraint is reported in one
 * InvalidParameterException, a clause for each break. Members that a shape does
 * not declare are ignored, and null is the same as absent.
 */
import { ServiceError } from '../errors.ts'

export type TextField = {
  kind: 'text'
  required?: true
  min?: number
  max?: number
  pattern?: string
  values?: readonly string[]
  /** Its value is left out of the clause. */
  sensitive?: true
}
type FlagField = { kind: 'flag'; required?: true }
/** A whole number: the model has no other. */
type NumberField = { kind: 'number'; required?: true; min?: number; max?: number }
/** A map with string values. Which keys it must hold is not a matter of form. */
type MapField = { kind: 'map'; required?: true }
/** Any JSON object, read as it is. */
type DocumentField = { kind: 'document'; required?: true }
type StructureField = { kind: 'structure'; required?: true; of: Shape }
type ListField = { kind: 'list'; required?: true; of: Shape; min?: number; max?: number }
type TextsField = { kind: 'texts'; required?: true; of: TextField; min?: number; max?: number }

type Field =
  | TextField
  | FlagField
  | NumberField
  | MapField
  | DocumentField
  | StructureField
  | ListField
  | TextsField
export type Shape = { readonly [member: string]: Field }

type Value<F extends Field> = F extends TextField
  ? F extends { values: readonly (infer Word)[] }
    ? Word
    : string
  : F extends FlagField
    ? boolean
    : F extends NumberField
      ? number
      : F extends MapField
        ? Record<string, string>
        : F extends DocumentField
          ? Record<string, unknown>
          : F extends StructureField | ListField
            ? F extends ListField
              ? Input<F['of']>[]
              : Input<F['of']>
            : F extends TextsField
              ? Value<F['of']>[]
              : never

/** What a request of this shape holds once it has been checked. */
export type Input<S extends Shape> = {
  [Member in keyof S]: S[Member] extends { required: true } ? Value<S[Member]> : Value<S[Member]> | undefined
}

export const required = <const F extends Field>(field: F): F & { required: true } => ({
  ...field,
  required: true,
})

export function parse<S extends Shape>(shape: S, json: unknown): Input<S> {
  const input = read(shape, json)
  const clauses = clausesOf(shape, input, '')
  if (clauses.length > 0) {
    const errors = clauses.length === 1 ? 'error' : 'errors'
    throw new ServiceError(
      'InvalidParameterException',
      `${clauses.length} validation ${errors} detected: ${clauses.join('; ')}`,
    )
  }
  return input as Input<S>
}

export const unreadable = () => new ServiceError('SerializationException')

function read(shape: Shape, json: unknown): Record<string, unknown> {
  const members = objectOf(json)
  return Object.fromEntries(
    Object.entries(shape)
      .map(([name, field]) => [name, readField(field, own(members, name))] as const)
      // What is not given stays absent: settings are kept as they are read.
      .filter(([, value]) => value !== undefined),
  )
}

function readField(field: Field, value: unknown): unknown {
  if (value === undefined || value === null) return undefined
  switch (field.kind) {
    case 'text':
      return valueOfType('string', value)
    case 'flag':
      return valueOfType('boolean', value)
    case 'number':
      if (!Number.isInteger(value)) throw unreadable()
      return value
    case 'map':
      return readMap(value)
    case 'document':
      return objectOf(value)
    case 'structure':
      return read(field.of, value)
    case 'list':
      return listOf(value).map(item => read(field.of, item))
    case 'texts':
      return listOf(value).map(item => valueOfType('string', item))
  }
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw unreadable()
  return value
}

function readMap(value: unknown) {
  const entries = Object.entries(objectOf(value)).filter(([, text]) => text !== null)
  const map: Record<string, string> = Object.create(null)
  for (const [key, text] of entries) map[key] = String(valueOfType('string', text))
  return map
}

function objectOf(json: unknown): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw unreadable()
  return json as Record<string, unknown>
}

const own = (members: Record<string, unknown>, name: string) =>
  Object.hasOwn(members, name) ? members[name] : undefined

function valueOfType(type: 'string' | 'boolean', value: unknown) {
  if (typeof value !== type) throw unreadable()
  return value
}

function clausesOf(shape: Shape, input: Record<string, unknown>, path: string): string[] {
  return Object.entries(shape).flatMap(([name, field]) => {
    const value = input[name]
    const at = path + name.charAt(0).toLowerCase() + name.slice(1)
    if (value === undefined) {
      return field.required ? [clause('Value null', at, 'Member must not be null')] : []
    }
    switch (field.kind) {
      case 'text':
        return textClauses(field, String(value), at)
      case 'number':
        return numberClauses(field, Number(value), at)
      case 'structure':
        return clausesOf(field.of, value as Record<string, unknown>, `${at}.`)
      case 'list':
        return [
          ...listClauses(field, value as unknown[], at),
          ...(value as Record<string, unknown>[]).flatMap((item, index) =>
            clausesOf(field.of, item, `${at}.${index + 1}.member.`),
          ),
        ]
      case 'texts':
        return [
          ...listClauses(field, value as unknown[], at),
          ...(value as string[]).flatMap((item, index) =>
            textClauses(field.of, item, `${at}.${index + 1}.member`),
          ),
        ]
      default:
        return []
    }
  })
}

function numberClauses({ min, max }: NumberField, value: number, at: string) {
  const broken = [
    min !== undefined && value < min && `Member must have value greater than or equal to ${min}`,
    max !== undefined && value > max && `Member must have value less than or equal to ${max}`,
  ]
  return constraints(broken, `Value '${value}'`, at)
}

function listClauses({ min, max }: { min?: number; max?: number }, { length }: unknown[], at: string) {
  const broken = [
    min !== undefined && length < min && `Member must have length greater than or equal to ${min}`,
    max !== undefined && length > max && `Member must have length less than or equal to ${max}`,
  ]
  return constraints(broken, 'Value', at)
}

function textClauses({ min, max, pattern, values, sensitive }: TextField, value: string, at: string) {
  const length = [...value].length
  const broken = [
    min !== undefined && length < min && `Member must have length greater than or equal to ${min}`,
    max !== undefined && length > max && `Member must have length less than or equal to ${max}`,
    pattern !== undefined &&
      !new RegExp(`^(?:${pattern})$`, 'u').test(value) &&
      `Member must satisfy regular expression pattern: ${pattern}`,
    values !== undefined &&
      !values.includes(value) &&
      `Member must satisfy enum value set: [${values.join(', ')}]`,
  ]
  return constraints(broken, sensitive ? 'Value' : `Value '${value}'`, at)
}

const constraints = (broken: (string | false)[], subject: string, at: string) =>
  broken.filter(constraint => constraint !== false).map(constraint => clause(subject, at, constraint))

const clause = (subject: string, at: string, constraint: string) =>
  `${subject} at '${at}' failed to satisfy constraint: ${constraint}`
