/**
 * The members that several operations take, with the limits of the service
 * model. A confirmation code is not sensitive in the model; here it is, since
 * no code belongs in an error text.
 */
import type { TextField } from './shape.ts'

const name = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+'

const text = <const F extends Omit<TextField, 'kind'>>(field: F) => ({ kind: 'text', ...field }) as const

export const clientId = text({ min: 1, max: 128, pattern: '[\\w+]+', sensitive: true })
export const secretHash = text({ min: 1, max: 128, pattern: '[\\w+=/]+', sensitive: true })
export const username = text({ min: 1, max: 128, pattern: name, sensitive: true })
export const password = text({ max: 256, pattern: '[\\S]+', sensitive: true })
export const confirmationCode = text({ min: 1, max: 2048, pattern: '[\\S]+', sensitive: true })
export const session = text({ min: 20, max: 2048, sensitive: true })
export const accessToken = text({ pattern: '[A-Za-z0-9-_=.]+', sensitive: true })

export const flag = { kind: 'flag' } as const
export const map = { kind: 'map' } as const

export const attributes = {
  kind: 'list',
  of: {
    Name: { ...text({ min: 1, max: 32, pattern: name }), required: true },
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
