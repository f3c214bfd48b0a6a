/**
 * CloudFront Functions, JavaScript runtime 2.0: runs the code that a deploy
 * would publish, with the contents that its key-value store would have.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
import crypto from 'node:crypto'
import querystring from 'node:querystring'
import { compileFunction, createContext } from 'node:vm'
import type { EdgeFunction } from '../config/model.ts'
import type { EdgeEvent, EdgeRequest, EdgeResponse } from './edge-event.ts'

export type EdgeOutcome =
  /** Goes on to the origin that the function named, if it did. */
  { request: EdgeRequest; originDomain?: string } | { response: EdgeResponse }

/** Rejects with what the function throws. */
export type EdgeHandler = (event: EdgeEvent) => Promise<EdgeOutcome>

type Handler = (event: EdgeEvent) => EdgeRequest | EdgeResponse | Promise<EdgeRequest | EdgeResponse>

export function createEdgeFunction({ code, keyValues }: EdgeFunction): EdgeHandler {
  const modules: Record<string, unknown> = { crypto, querystring }
  const load: (load: (name: string) => unknown) => Handler = compileFunction(
    `${code.replaceAll(/^\s*import\s+(\w+)\s+from\s+(['"]\w+['"]);?/gm, 'const $1 = require($2);')}\nreturn handler`,
    ['require'],
    { filename: 'cloudfront-function.js', parsingContext: createContext({ console }) },
  ) as never

  return async event => {
    let originDomain: string | undefined
    const cloudfront = {
      kvs: () => keyValueStore(keyValues),
      updateRequestOrigin: ({ domainName }: { domainName?: string }) => {
        originDomain = domainName
      },
    }
    // Loaded for each request: a function keeps nothing from one to the next.
    const handler = load(name => {
      const module = name === 'cloudfront' ? cloudfront : modules[name]
      if (!module) throw new Error(`A CloudFront function has no module "${name}".`)
      return module
    })
    const result = await handler(event)
    if ('statusCode' in result) return { response: result }
    return { request: result, ...(originDomain !== undefined && { originDomain }) }
  }
}

function keyValueStore(keyValues: Record<string, string>) {
  return {
    async get(key: string, { format = 'string' }: { format?: 'string' | 'json' } = {}) {
      const value = Object.hasOwn(keyValues, key) ? keyValues[key] : undefined
      if (value === undefined) throw new Error(`There is no key "${key}".`)
      return format === 'json' ? JSON.parse(value) : value
    },
    exists: async (key: string) => Object.hasOwn(keyValues, key),
    count: async () => Object.keys(keyValues).length,
  }
}
