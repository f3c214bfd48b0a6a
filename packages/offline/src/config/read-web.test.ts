import { beforeAll, expect, test } from 'vitest'
import type { AppModel } from './model.ts'
import { modelOfProject } from './project-fixture.ts'

const config = `
  const fn = { handler: "hello.handler" }
  const plain = new sst.aws.ApiGatewayV2("Plain")
  plain.route("GET /", fn)
  const router = new sst.aws.Router("Router")
  router.route("/plain", plain.url, { rewrite: { regex: "^/plain", to: "" } })
  router.route("/elsewhere", "https://example.com")
  router.route("api.example.com/v1", plain.url)
  const calculate = new sst.aws.Function("Calculate", { ...fn, url: true })
  router.route("/calculate", calculate.url)
  new sst.aws.Router("Inline", { routes: { "/*": plain.url } })`

let model: AppModel
let unsupported: (name: string) => string[]

beforeAll(async () => {
  ;({ model, unsupported } = await modelOfProject(config))
})

test('a router may lead to an HTTP API', () => {
  expect(model.routers).toContainEqual({
    id: 'Router',
    routes: [{ path: '/plain', target: 'Plain', rewrite: { regex: '^/plain', to: '' } }],
  })
})

test('a router names the routes that lead elsewhere, and those that SST keeps no list of', () => {
  expect(unsupported('Router')).toEqual([
    'Router /calculate leads to what is not run offline',
    'Router /elsewhere leads to what is not run offline',
    'Router api.example.com/v1 leads to what is not run offline',
  ])
  expect(unsupported('Inline')).toEqual([
    'Inline has routes among its arguments, which are not run offline: those of route() are',
  ])
  expect(unsupported('Calculate')).toEqual(['CalculateUrl is not run offline'])
})
