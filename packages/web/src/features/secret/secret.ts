import { contract } from '@latchkey/core/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import type { Session } from '../../api/session.ts'

export const secretQuery = ({ idToken }: Pick<Session, 'idToken'>) =>
  queryOptions({
    // The token is how it is asked for, not what is asked for: a fresh one changes nothing about the answer.
    queryKey: ['secret'],
    queryFn: ({ signal }) => call(contract.secret, undefined, { idToken, signal }),
  })
