import type { RouteName } from '@latchkey/core/contract'
import fc from 'fast-check'
import type { Flaw } from './flaw.ts'
import { flawsOfBody } from './flaws-of-body.ts'
import { flawsOfFirstLine } from './flaws-of-first-line.ts'
import { flawsOfHeaders } from './flaws-of-headers.ts'

const kinds = [...flawsOfBody, ...flawsOfHeaders, ...flawsOfFirstLine]

/** Those that a request to the route can have. */
export const flawsOf = (route: RouteName): fc.Arbitrary<Flaw> =>
  fc.oneof(...kinds.flatMap(make => make(route)))
