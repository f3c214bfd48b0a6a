/** The visitor's own account, as several features show it and change it. */
import type { Reply } from '@latchkey/core/endpoint'
import { account } from '@latchkey/core/routes/account'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { callAsMember } from './call-as-member.ts'

export type Account = Reply<typeof account>

export const accountQuery = () =>
  queryOptions({
    queryKey: ['account'],
    queryFn: ({ client, signal }) => callAsMember(client, account, { signal }),
  })

const { queryKey } = accountQuery()

/** Shows at once what a change that has worked has made of the account. */
export async function noteAccount(queryClient: QueryClient, change: (account: Account) => Account) {
  // An answer on its way may still know the old state.
  await queryClient.cancelQueries({ queryKey })
  queryClient.setQueryData(queryKey, known => known && change(known))
}
