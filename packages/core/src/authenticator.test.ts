import { expect, test } from 'vitest'
import { authenticatorUri } from './authenticator.ts'

test('issuer and account are escaped one by one', () => {
  const uri = authenticatorUri({ issuer: 'A & B: Co', account: 'ada:1/2?', secret: 'JBSWY3DPEHPK3PXP' })
  expect(uri).toBe(
    'otpauth://totp/A%20%26%20B%3A%20Co:ada%3A1%2F2%3F?secret=JBSWY3DPEHPK3PXP&issuer=A%20%26%20B%3A%20Co',
  )
  expect(new URL(uri).searchParams.get('issuer')).toBe('A & B: Co')
})
