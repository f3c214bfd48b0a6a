/** Something that can be wrong with a request. */
import { contract, type RouteName } from '@latchkey/core/contract'
import type { Endpoint } from '@latchkey/core/endpoint'
import fc from 'fast-check'
import type { HttpRequest } from '../http-exchange.ts'
import type { Draft, World } from './world.ts'

export type Flaw = {
  statuses: readonly number[]
  spoil: (draft: Draft, world: World) => HttpRequest
}

type Kind<Detail> = {
  /** How a request is answered that has it. */
  statuses: readonly number[]
  fits?: (row: Endpoint, route: RouteName) => boolean
  detail: fc.Arbitrary<Detail>
  spoil: (draft: Draft, detail: Detail, world: World) => Partial<HttpRequest>
}

/** With its details it can be printed, and tried again. */
export const kind =
  <Detail>(name: string, { statuses, fits = () => true, detail, spoil }: Kind<Detail>) =>
  (route: RouteName): fc.Arbitrary<Flaw>[] => {
    if (!fits(contract[route], route)) return []
    return [
      detail.map(given => ({
        statuses,
        spoil: (draft, world) => ({ ...draft.request, ...spoil(draft, given, world) }),
        [fc.toStringMethod]: () => `${name} ${fc.stringify(given)}`,
      })),
    ]
  }

export const hasBody = (row: Endpoint) => row.body !== undefined

/** With these values of a header in the place of those that it has. */
export const withHeaders = ({ request }: Draft, name: string, ...values: string[]) => ({
  headers: [
    ...request.headers.filter(([known]) => known.toLowerCase() !== name.toLowerCase()),
    ...values.map((value): [string, string] => [name, value]),
  ],
})
