/**
 * The secret, behind a door. A shut door is the skeleton, an open one the
 * answer; the frame never changes its size, so nothing on the screen moves.
 */
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { FormError } from '../../components/form-error.tsx'
import { sentenceOf } from '../../hooks/use-issues.ts'
import { secretQuery } from './secret.ts'
import './secret-door.css'

export function SecretDoor() {
  const secret = useQuery(secretQuery())
  const door = useRef<HTMLDivElement>(null)

  /** The button goes when it has worked; whoever pressed it finds themselves before the open door. */
  async function tryAgain() {
    const { isSuccess } = await secret.refetch()
    if (isSuccess) door.current?.focus()
  }

  return (
    <div className="secret">
      <div
        ref={door}
        tabIndex={-1}
        className="door"
        data-open={secret.data !== undefined}
        aria-busy={secret.isFetching}
      >
        <div className="door-room">
          {secret.data && (
            <figure className="door-secret">
              <figcaption>The secret</figcaption>
              <p>{secret.data.secret}</p>
            </figure>
          )}
        </div>
        <Leaf />
      </div>
      <p className="visually-hidden" role="status">
        {secret.isPending && 'Fetching the secret.'}
      </p>
      {secret.isLoadingError && (
        <>
          <FormError message={sentenceOf(secret.error)} />
          <Button isWaiting={secret.isFetching} onClick={tryAgain}>
            Try again
          </Button>
        </>
      )}
    </div>
  )
}

const Leaf = () => (
  <div className="door-leaf">
    <svg className="door-lock" viewBox="0 0 40 64" aria-hidden="true" focusable="false">
      <rect className="door-plate" x="1" y="1" width="38" height="62" rx="12" />
      <path
        className="door-keyhole"
        d="M20 18a7 7 0 0 1 3.6 13l2.2 13.5a1.3 1.3 0 0 1-1.3 1.5h-9a1.3 1.3 0 0 1-1.3-1.5L16.4 31A7 7 0 0 1 20 18Z"
      />
    </svg>
  </div>
)
