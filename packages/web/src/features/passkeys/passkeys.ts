import type { Params, Reply } from '@latchkey/core/endpoint'
import { addPasskey, listPasskeys, passkeyOptions, removePasskey } from '@latchkey/core/routes/account'
import { mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { noteAccount } from '../../api/account.ts'
import { callAsMember } from '../../api/call-as-member.ts'
import { forgetPasskey, notePasskey } from '../../api/passkey-note.ts'
import { makePasskey } from '../../api/passkeys.ts'
import { inTurn } from '../../api/session.ts'

export type Passkey = Reply<typeof listPasskeys>['passkeys'][number]

export const passkeysQuery = () =>
  queryOptions({
    queryKey: ['passkeys'],
    queryFn: ({ client, signal }) => callAsMember(client, listPasskeys, { signal }),
    select: ({ passkeys }) => passkeys,
  })

const { queryKey } = passkeysQuery()

/** Gives `cancelled` when the visitor has closed the browser's dialog. */
export const addPasskeyMutation = () =>
  mutationOptions({
    mutationKey: ['add-passkey'],
    mutationFn: async ({ name }: { name: string }, { client }) => {
      const { options } = await callAsMember(client, passkeyOptions, {})
      const credential = await makePasskey(options)
      if (credential === 'cancelled') return credential

      await callAsMember(client, addPasskey, { body: { name, credential } }, inTurn)
      return 'added'
    },
    onSuccess: async (outcome, _name, _result, { client }) => {
      if (outcome === 'cancelled') return
      notePasskey()
      await client.invalidateQueries({ queryKey })
      await noteFactor(client)
    },
  })

export const removePasskeyMutation = () =>
  mutationOptions({
    mutationKey: ['remove-passkey'],
    mutationFn: (params: Params<typeof removePasskey>, { client }) =>
      callAsMember(client, removePasskey, { params }),
    onSuccess: async (_reply, { id }, _result, { client }) => {
      await client.cancelQueries({ queryKey })
      client.setQueryData(
        queryKey,
        known => known && { passkeys: known.passkeys.filter(passkey => passkey.id !== id) },
      )
      await noteFactor(client)
    },
  })

/** Whether there is a passkey to sign in with is told by the list, where it is known. */
async function noteFactor(client: QueryClient) {
  const known = client.getQueryData(queryKey)
  if (!known) return

  const passkey = known.passkeys.length > 0
  if (!passkey) forgetPasskey()
  await noteAccount(client, account => ({ ...account, factors: { ...account.factors, passkey } }))
}
