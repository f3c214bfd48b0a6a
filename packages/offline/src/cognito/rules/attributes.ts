/**
 * The attributes of a user: what the pool's schema admits and what an app
 * client may write and read.
 *
 * A client without a list of its own has every standard attribute and no
 * custom one. The two verified flags are never a client's to write.
 */
import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider'
import { ServiceError } from '../errors.ts'
import { openText } from './open-texts.ts'

/** Values are strings throughout, flags and numbers too. */
export type Attributes = Readonly<Record<string, string>>

export type Schema = ReadonlyMap<string, SchemaAttributeType>

const standardNames = [
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'sub',
  'updated_at',
  'website',
  'zoneinfo',
] as const

const standard: ReadonlySet<string> = new Set(standardNames)

const neverWritable: ReadonlySet<string> = new Set(['sub', 'email_verified', 'phone_number_verified'])

const maxEmailLength = 2048

/** One `@`, no white space, and a dot in the domain. */
export function isEmail(text: string) {
  return text.length <= maxEmailLength && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text)
}

/** The standard attributes, which every pool has, and the pool's own settings over them. */
export function schemaOf(settings: readonly SchemaAttributeType[] = []): Schema {
  const schema = new Map<string, SchemaAttributeType>(standardNames.map(name => [name, { Name: name }]))
  for (const attribute of settings) {
    if (attribute.Name) schema.set(qualifiedName(attribute.Name), attribute)
  }
  return schema
}

/** CreateUserPool takes a custom attribute as `role`; everything else calls it `custom:role`. */
function qualifiedName(name: string) {
  return standard.has(name) || name.includes(':') ? name : `custom:${name}`
}

export function permission(names: readonly string[] | undefined) {
  const listed = names?.length ? new Set(names) : standard
  return (name: string) => listed.has(name)
}

/** Refuses what the schema does not know, what it demands and misses, and values out of its bounds. */
export function checkSchema(schema: Schema, attributes: Attributes) {
  const violations = [
    ...[...schema]
      .filter(([name, { Required }]) => Required && name !== 'sub' && !attributes[name])
      .map(([name]) => `${name}: The attribute is required`),
    ...Object.entries(attributes).flatMap(([name, value]) => valueViolations(schema, name, value)),
  ]
  if (violations.length > 0) {
    const lines = violations.map(violation => `${violation}\n`).join('')
    throw new ServiceError('InvalidParameterException', `Attributes did not conform to the schema: ${lines}`)
  }
  if (attributes.email && !isEmail(attributes.email)) {
    throw new ServiceError('InvalidParameterException', openText.invalidEmail)
  }
}

function valueViolations(schema: Schema, name: string, value: string): string[] {
  const attribute = schema.get(name)
  if (!attribute) return [`${name}: Attribute does not exist in the schema.`]

  const { StringAttributeConstraints: text, NumberAttributeConstraints: number } = attribute
  if (attribute.AttributeDataType === 'Number') return numberViolations(name, value, number)

  const length = [...value].length
  const [least, most] = [Number(text?.MinLength ?? 0), Number(text?.MaxLength ?? Number.POSITIVE_INFINITY)]
  if (length < least) return [openText.tooShort(name, least)]
  if (length > most) return [openText.tooLong(name, most)]
  return []
}

function numberViolations(
  name: string,
  value: string,
  bounds: SchemaAttributeType['NumberAttributeConstraints'],
) {
  const number = value.trim() === '' ? Number.NaN : Number(value)
  const least = Number(bounds?.MinValue ?? Number.NEGATIVE_INFINITY)
  const most = Number(bounds?.MaxValue ?? Number.POSITIVE_INFINITY)
  if (Number.isNaN(number)) return [openText.notANumber(name)]
  if (number < least) return [openText.tooSmall(name, least)]
  if (number > most) return [openText.tooLarge(name, most)]
  return []
}

export function checkWritable(mayWrite: (name: string) => boolean, attributes: Attributes) {
  if (Object.keys(attributes).some(name => neverWritable.has(name) || !mayWrite(name))) {
    throw new ServiceError('NotAuthorizedException', 'A client attempted to write unauthorized attribute')
  }
}
