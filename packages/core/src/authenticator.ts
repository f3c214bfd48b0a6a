/**
 * The address that an authenticator app reads from a QR code.
 *
 * Issuer and account are escaped one by one: the colon between them is not
 * part of either. Source: the Key URI format of Google Authenticator.
 */
export function authenticatorUri({
  issuer,
  account,
  secret,
}: {
  issuer: string
  account: string
  secret: string
}): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  // Spaces as %20: not every app knows the plus of a form.
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`
}
