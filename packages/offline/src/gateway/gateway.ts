import type { Gateway, GatewayOptions } from './gateway-options.ts'
import { createHttpGateway } from './http/http-gateway.ts'
import { createRestGateway } from './rest/rest-gateway.ts'

/** The gateway of an API, of its own kind. */
export function createGateway({ api, ...options }: GatewayOptions): Gateway {
  return api.kind === 'rest' ? createRestGateway({ ...options, api }) : createHttpGateway({ ...options, api })
}
