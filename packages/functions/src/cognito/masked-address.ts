/** An address as Cognito tells it: `a***@e***`. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return masked([...address.slice(0, at)][0], [...address.slice(at + 1)][0])
}

/** By the first characters of both parts. */
export const masked = (local = '', domain = '') => `${local}***@${domain}***`
