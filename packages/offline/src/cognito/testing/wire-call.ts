/** An operation by plain HTTP, for tests that call too often for the AWS SDK. */
export type Answer = Record<string, unknown> & { __type?: string }

/** A refusal is an answer too. Rejects where there was none. */
export async function call(url: string, operation: string, input: object): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      // Administration has to be signed, and is not checked further.
      Authorization: 'AWS4-HMAC-SHA256 Credential=test',
      'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  })
  const text = await response.text()
  return text === '' ? {} : JSON.parse(text)
}
