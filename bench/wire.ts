/** Cognito's operations by plain HTTP, as cheap as the client can have it. */
export const headersOf = (operation: string) => ({
  'Content-Type': 'application/x-amz-json-1.1',
  'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
  // Administration has to be signed; neither looks at the signature.
  Authorization: 'AWS4-HMAC-SHA256 Credential=bench',
})

export class Refusal extends Error {}

/** Rejects with a Refusal for one, and as `fetch` does where there is no answer. */
export async function call(url: string, operation: string, input: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: headersOf(operation),
    body: JSON.stringify(input),
  })
  const text = await response.text()
  if (!response.ok) throw new Refusal(`${operation}: ${response.status} ${text}`)
  return JSON.parse(text)
}
