/**
 * Mutations that may be refused because the sign-in is too long ago.
 *
 * Then the visitor signs in again, in a dialog on top of what they are doing,
 * and the mutation is run once more by itself. It counts as pending all the
 * while. Somebody who does not want to gets the refusal, as any other.
 */
import { AppError } from '@latchkey/core/errors'
import { type UseMutationOptions, useMutation } from '@tanstack/react-query'
import { createContext, useContext } from 'react'

/** Resolves when the visitor has signed in again; rejects with the refusal when they decline. */
export type Reauthenticate = (refusal: AppError) => Promise<void>

export const ReauthenticateContext = createContext<Reauthenticate>(async refusal => {
  throw refusal
})

export function useGuardedMutation<Reply, Variables>({
  mutationFn,
  ...options
}: UseMutationOptions<Reply, AppError, Variables>) {
  const reauthenticate = useContext(ReauthenticateContext)

  return useMutation({
    ...options,
    ...(mutationFn && {
      mutationFn: async (variables, context) => {
        try {
          return await mutationFn(variables, context)
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'reauthentication_required') throw error
          await reauthenticate(error)
          return await mutationFn(variables, context)
        }
      },
    }),
  } satisfies UseMutationOptions<Reply, AppError, Variables>)
}
