import type { Body } from '@latchkey/core/endpoint'
import { removeTotp, setUpTotp, verifyTotp } from '@latchkey/core/routes/account'
import { mutationOptions, type QueryClient } from '@tanstack/react-query'
import { noteAccount } from '../../api/account.ts'
import { callAsMember } from '../../api/call-as-member.ts'

/** Nothing is on yet: the secret counts once a code of it has come back. */
export const setUpTotpMutation = () =>
  mutationOptions({
    mutationKey: ['set-up-totp'],
    mutationFn: (_input: undefined, { client }) => callAsMember(client, setUpTotp, {}),
  })

export const verifyTotpMutation = () =>
  mutationOptions({
    mutationKey: ['verify-totp'],
    mutationFn: (body: Body<typeof verifyTotp>, { client }) => callAsMember(client, verifyTotp, { body }),
    onSuccess: (_reply, _body, _result, { client }) => note(client, true),
  })

export const removeTotpMutation = () =>
  mutationOptions({
    mutationKey: ['remove-totp'],
    mutationFn: (_input: undefined, { client }) => callAsMember(client, removeTotp, {}),
    onSuccess: (_reply, _input, _result, { client }) => note(client, false),
  })

const note = (client: QueryClient, totp: boolean) =>
  noteAccount(client, account => ({ ...account, factors: { ...account.factors, totp } }))
