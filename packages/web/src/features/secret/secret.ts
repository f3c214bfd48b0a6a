import { secret } from '@latchkey/core/routes/secret'
import { queryOptions } from '@tanstack/react-query'
import { callAsMember } from '../../api/call-as-member.ts'

export const secretQuery = () =>
  queryOptions({
    queryKey: ['secret'],
    queryFn: ({ client, signal }) => callAsMember(client, secret, { signal }),
  })
