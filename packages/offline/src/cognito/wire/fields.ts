/**
 * The members that several operations take, with the limits of the service
 * model. A confirmation code is not sensitive in the model; here it is, since
 * no code belongs in an error text.
 */
import type { TextField } from './shape.ts'

const name = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'

/** A member that several operations share is declared below; one that belongs to a single operation, there. */
export const text = <const F extends Omit<TextField, 'kind'>>(field: F) =>
  ({ kind: 'text', ...field }) as const

export const clientId = text({ min: 1, max: 128, pattern: '[\\w+]+', sensitive: true })
export const secretHash = text({ min: 1, max: 128, pattern: '[\\w+=/]+', sensitive: true })
export const username = text({ min: 1, max: 128, pattern: name, sensitive: true })
export const password = text({ max: 256, pattern: '[\\S]+', sensitive: true })
export const confirmationCode = text({ min: 1, max: 2048, pattern: '[\\S]+', sensitive: true })
export const session = text({ min: 20, max: 2048, sensitive: true })
export const accessToken = text({ pattern: '[A-Za-z0-9-_=.]+', sensitive: true })
export const refreshToken = accessToken
export const clientSecret = text({ min: 24, max: 64, pattern: '[\\w+]+', sensitive: true })
export const userPoolId = text({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-zA-Z]+' })
export const attributeName = text({ min: 1, max: 32, pattern: name })
export const userCode = text({ min: 6, max: 6, pattern: '[0-9]+', sensitive: true })

/** The place in a list where the next page begins, as the page before it told. */
export const pageToken = text({ min: 1, max: 131_072, pattern: '[\\S]+' })

export const whole = (min: number, max: number) => ({ kind: 'number', min, max }) as const

export const flag = { kind: 'flag' } as const
export const map = { kind: 'map' } as const

export const attributes = {
  kind: 'list',
  of: {
    Name: { ...attributeName, required: true },
    Value: text({ max: 2048, sensitive: true }),
  },
} as const

export const authFlow = text({
  values: [
    'ADMIN_NO_SRP_AUTH',
    'ADMIN_USER_PASSWORD_AUTH',
    'CUSTOM_AUTH',
    'REFRESH_TOKEN',
    'REFRESH_TOKEN_AUTH',
    'USER_AUTH',
    'USER_PASSWORD_AUTH',
    'USER_SRP_AUTH',
  ],
})

export const challengeName = text({
  values: [
    'ADMIN_NO_SRP_AUTH',
    'CUSTOM_CHALLENGE',
    'DEVICE_PASSWORD_VERIFIER',
    'DEVICE_SRP_AUTH',
    'EMAIL_OTP',
    'MFA_SETUP',
    'NEW_PASSWORD_REQUIRED',
    'PASSWORD',
    'PASSWORD_SRP',
    'PASSWORD_VERIFIER',
    'SELECT_CHALLENGE',
    'SELECT_MFA_TYPE',
    'SMS_MFA',
    'SMS_OTP',
    'SOFTWARE_TOKEN_MFA',
    'WEB_AUTHN',
  ],
})
