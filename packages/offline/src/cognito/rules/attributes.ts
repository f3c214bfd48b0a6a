/**
 * The attributes of a user: what the pool's schema admits and what an app
 * client may write and read.
 *
 * A client without a list of its own has every standard attribute and no
 * custom one. The two verified flags are never a client's to write.
 */
import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider'
import { invalidParameter, notAuthorized } from './failures.ts'
import { openText } from './open-texts.ts'
import { type DescribedAttribute, standardAttributes } from './standard-attributes.ts'

/** Values are strings throughout, flags and numbers too. */
export type Attributes = Readonly<Record<string, string>>

export type Schema = ReadonlyMap<string, DescribedAttribute>

const standard: ReadonlySet<string> = new Set(standardAttributes.map(({ Name }) => Name))

/** The flags that say whether the value of an attribute has been proven. */
export const verifiedFlags: Readonly<Record<string, string>> = {
  email: 'email_verified',
  phone_number: 'phone_number_verified',
}

/** By its whole name: that of a custom attribute may end like one. */
export const isVerifiedFlag = (name: string) => Object.values(verifiedFlags).includes(name)

const maxEmailLength = 2048

/** One `@`, a dot in the domain, and neither white space nor control characters nor halves of a surrogate pair. */
export function isEmail(text: string) {
  return (
    text.length <= maxEmailLength &&
    /^[^\s@\p{Cc}\p{Cs}]+@[^\s@.\p{Cc}\p{Cs}]+(\.[^\s@.\p{Cc}\p{Cs}]+)+$/u.test(text)
  )
}

/** In decimal digits, and nothing else that JavaScript reads as a number. */
export const isNumber = (text: string) => /^[+-]?\d+(\.\d+)?$/.test(text)

/** As E.164 has it: a plus sign and up to fifteen digits. */
const isPhoneNumber = (text: string) => /^\+[1-9]\d{1,14}$/.test(text)

/** The standard attributes with the pool's own settings over them, and its custom ones. */
export function schemaOf(settings: readonly SchemaAttributeType[] = []): Schema {
  const schema = new Map(standardAttributes.map(attribute => [attribute.Name, attribute]))
  for (const attribute of settings) {
    if (!attribute.Name) continue
    const Name = qualifiedName(attribute)
    schema.set(Name, { ...(schema.get(Name) ?? customDefaults), ...attribute, Name })
  }
  return schema
}

const customDefaults: SchemaAttributeType = {
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
}

/** CreateUserPool takes a custom attribute as `role`; everything else calls it `custom:role`. */
function qualifiedName({ Name = '', DeveloperOnlyAttribute }: SchemaAttributeType) {
  if (isStandard(Name) || Name.includes(':')) return Name
  return DeveloperOnlyAttribute ? `dev:custom:${Name}` : `custom:${Name}`
}

export const isStandard = (name: string) => standard.has(name)

export function permission(names: readonly string[] | undefined) {
  const listed = names?.length ? new Set(names) : standard
  return (name: string) => listed.has(name)
}

/** Refuses what the schema does not know, what it demands and misses, and values out of its bounds. */
export function checkSchema(schema: Schema, attributes: Attributes) {
  const missing = missingAttributes(schema, attributes)
  checkValues(
    schema,
    attributes,
    missing.map(name => `${name}: The attribute is required`),
  )
}

/** Those that the schema demands of every user and that this one lacks. */
export function missingAttributes(schema: Schema, attributes: Attributes): string[] {
  return [...schema]
    .filter(([name, { Required }]) => Required && name !== 'sub' && !attributes[name])
    .map(([name]) => name)
}

/** The same of attributes that are not all a user has: nothing is demanded of them. */
export function checkValues(schema: Schema, attributes: Attributes, found: readonly string[] = []) {
  const violations = [
    ...found,
    ...Object.entries(attributes).flatMap(([name, value]) => valueViolations(schema, name, value)),
  ]
  if (violations.length > 0) {
    const lines = violations.map(violation => `${violation}\n`).join('')
    throw invalidParameter(`Attributes did not conform to the schema: ${lines}`)
  }
  if (attributes.email !== undefined && !isEmail(attributes.email)) {
    throw invalidParameter(openText.invalidEmail)
  }
  if (attributes.phone_number !== undefined && !isPhoneNumber(attributes.phone_number)) {
    throw invalidParameter(openText.invalidPhoneNumber)
  }
}

function valueViolations(schema: Schema, name: string, value: string): string[] {
  const attribute = schema.get(name)
  if (!attribute) return [`${name}: Attribute does not exist in the schema.`]

  const { StringAttributeConstraints: text, NumberAttributeConstraints: number } = attribute
  if (attribute.AttributeDataType === 'Number') return numberViolations(name, value, number)
  if (attribute.AttributeDataType === 'Boolean') {
    return value === 'true' || value === 'false' ? [] : [openText.notAFlag(name)]
  }
  if (attribute.AttributeDataType === 'DateTime') {
    return Number.isNaN(Date.parse(value)) ? [openText.notATime(name)] : []
  }

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
  const number = isNumber(value) ? Number(value) : Number.NaN
  const least = Number(bounds?.MinValue ?? Number.NEGATIVE_INFINITY)
  const most = Number(bounds?.MaxValue ?? Number.POSITIVE_INFINITY)
  if (Number.isNaN(number)) return [openText.notANumber(name)]
  if (number < least) return [openText.tooSmall(name, least)]
  if (number > most) return [openText.tooLarge(name, most)]
  return []
}

/** What is an administrator's alone, or Cognito's. */
export const isWritable = (name: string) =>
  name !== 'sub' && !isVerifiedFlag(name) && !name.startsWith('dev:')

export function checkWritable(mayWrite: (name: string) => boolean, attributes: object) {
  if (Object.keys(attributes).some(name => !isWritable(name) || !mayWrite(name))) {
    throw notAuthorized('A client attempted to write unauthorized attribute')
  }
}
