import { AppError, type ErrorCode } from '@latchkey/core/errors'
import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query'
import { endSession } from '../api/session.ts'

declare module '@tanstack/react-query' {
  interface Register {
    /** `call` rejects with nothing else. */
    defaultError: AppError
  }
}

// Before the next click: what is under way has to be seen by whoever would start it a second time.
notifyManager.setScheduler(queueMicrotask)

/** What another attempt at reading can mend by itself. */
const passing: readonly ErrorCode[] = ['upstream_unavailable', 'busy', 'upstream_timeout']

export function createQueryClient(): QueryClient {
  const onError = (error: Error) => {
    if (error instanceof AppError && error.code === 'session_ended') endSession(queryClient, 'expired')
  }

  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // An answer from `navigator.onLine` is a guess; the request itself knows.
        networkMode: 'always',
        refetchOnReconnect: true,
        staleTime: 60_000,
        retry: (attempts, error) => attempts < 2 && passing.includes(error.code),
      },
      mutations: {
        networkMode: 'always',
        // Whether a refused attempt has had an effect is not known here, so none is repeated unasked.
        retry: false,
        // What was sent may be a password: it is forgotten with its form.
        gcTime: 0,
      },
    },
  })

  return queryClient
}
