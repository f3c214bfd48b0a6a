/** Cognito reports one violation at a time, the length first. */
import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider'
import { ServiceError } from '../errors.ts'
import { digits, lowerCase, randomText, upperCase } from './random-text.ts'

export type PasswordPolicy = { minimumLength: number; classes: readonly CharacterClass[] }

type CharacterClass = keyof typeof classes

/** In the order in which they are reported. Anything that is not in a class counts for none. */
const classes = {
  uppercase: /[A-Z]/,
  lowercase: /[a-z]/,
  numeric: /[0-9]/,
  symbol: /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/,
} as const

const defaultMinimumLength = 8

/** Of new temporary passwords: what survives being copied out of a message. */
const alphabet = `${upperCase}${lowerCase}${digits}!@#%^*-_+=`

/** A pool without a policy demands every class; within a policy, what it leaves out is not demanded. */
export function passwordPolicyOf(settings: PasswordPolicyType | undefined): PasswordPolicy {
  const demanded: Record<CharacterClass, boolean | undefined> = {
    uppercase: settings ? settings.RequireUppercase : true,
    lowercase: settings ? settings.RequireLowercase : true,
    numeric: settings ? settings.RequireNumbers : true,
    symbol: settings ? settings.RequireSymbols : true,
  }
  return {
    minimumLength: settings?.MinimumLength ?? defaultMinimumLength,
    classes: (Object.keys(classes) as CharacterClass[]).filter(name => demanded[name]),
  }
}

export function checkPasswordPolicy(policy: PasswordPolicy, password: string) {
  refuseViolation(policy, password, 'policy')
}

/** The same for one that an administrator hands out, in slightly other words. */
export function checkTemporaryPassword(policy: PasswordPolicy, password: string) {
  refuseViolation(policy, password, 'password policy')
}

/** With a character of every class, whatever the policy demands. */
export function newTemporaryPassword({ minimumLength }: PasswordPolicy): string {
  const strictest: PasswordPolicy = { minimumLength, classes: Object.keys(classes) as CharacterClass[] }
  const length = Math.max(minimumLength, defaultMinimumLength)
  for (;;) {
    const password = randomText(alphabet, length)
    if (firstViolation(strictest, password) === undefined) return password
  }
}

function refuseViolation(policy: PasswordPolicy, password: string, name: string) {
  const violation = firstViolation(policy, password)
  if (violation) {
    throw new ServiceError('InvalidPasswordException', `Password did not conform with ${name}: ${violation}`)
  }
}

function firstViolation(policy: PasswordPolicy, password: string) {
  if ([...password].length < policy.minimumLength) return 'Password not long enough'
  const missing = policy.classes.find(name => !classes[name].test(password))
  return missing && `Password must have ${missing} characters`
}
