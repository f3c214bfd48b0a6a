import { type Body, type Contract, contract } from '@latchkey/core/contract'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../api/call.ts'

export const confirmMutation = () =>
  mutationOptions({
    mutationKey: ['confirm'],
    mutationFn: (body: Body<Contract['confirm']>) => call(contract.confirm, body),
  })
