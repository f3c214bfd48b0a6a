import { setCookies } from './start-app.ts'

/** What the API refused a request with, and the cookies that it set for all that. */
export async function refusalOf(answer: Response | Promise<Response>) {
  const response = await answer
  const { code, message, fields } = (await response.json()) as Record<string, unknown>
  return {
    status: response.status,
    code,
    message,
    ...(fields !== undefined && { fields }),
    cookies: setCookies(response).map(({ name, attributes }) => `${name} for ${attributes['max-age']} s`),
  }
}
