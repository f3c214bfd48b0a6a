/** What may stand in any request and says nothing: it is answered as it would be without. */
import fc from 'fast-check'
import type { HttpRequest } from '../http-exchange.ts'

type Noise = { query: string; headers: [string, string][]; cookie: string | null }

const word = fc.stringMatching(/^[a-z]{1,6}$/)

const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc
      .array(
        fc.oneof(
          fc
            .tuple(fc.constantFrom('page', 'page[]', 'debug', '__proto__[a]', 'callback', ''), word)
            .map(pair => pair.join('=')),
          fc.constantFrom('%', '%zz', '%00', '&&', '=', '?', '..%2f', '+', '%F0%9F', "';--"),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map(parts => `?${parts.join('&')}`),
  },
)

const header = fc.constantFrom<[string, string]>(
  ['Accept', 'text/html,application/xhtml+xml'],
  ['Accept', 'application/xml'],
  ['Accept-Encoding', 'gzip, br'],
  ['Accept-Language', '../../en'],
  ['User-Agent', '() { :; }; /bin/true'],
  ['User-Agent', ''],
  ['X-Forwarded-For', '10.0.0.1, 10.0.0.2'],
  ['X-Forwarded-Host', 'other.example'],
  ['X-Forwarded-Proto', 'http'],
  ['X-Original-URL', '/nowhere'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['X-Amzn-Trace-Id', 'Root=garbage;Sampled=?'],
  ['Range', 'bytes=0-1'],
  ['If-None-Match', '*'],
  ['If-Modified-Since', 'never'],
  ['Referer', 'https://other.example/'],
  ['X-\u0069d', '\u00e9\u00ff'],
  ['TE', 'trailers'],
  ['Max-Forwards', '0'],
  ['Sec-Fetch-Mode', 'navigate'],
)

/** For most requests there is none. */
export const noiseIn: fc.Arbitrary<Noise> = fc.record({
  query,
  headers: fc.array(header, { maxLength: 2 }),
  cookie: fc.oneof(
    fc.constant(null),
    fc.constantFrom('a=b', '=', 'theme="dark"', '__Host-other=x', '\u00e9'),
  ),
})

export function withNoise(request: HttpRequest, { query, headers, cookie }: Noise): HttpRequest {
  return {
    ...request,
    path: request.path + query,
    headers: [...request.headers, ...headers, ...(cookie === null ? [] : [['Cookie', cookie] as const])],
  }
}
