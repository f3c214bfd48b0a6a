/**
 * The secret, behind a door. A shut door is the skeleton, an open one the
 * answer; the frame never changes its size, so nothing on the screen moves.
 * Who is not alone can shut it again.
 */
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { FormMessage } from '../../components/form-message.tsx'
import { useLaterWords, useSentences, useWords } from '../../words/words.ts'
import { secretQuery } from './secret.ts'
import './secret-door.css'

export function SecretDoor() {
  const secret = useQuery(secretQuery())
  const door = useRef<HTMLDivElement>(null)
  const [isShut, setIsShut] = useState(false)
  const { tryAgain } = useWords()
  const { secret: words } = useLaterWords()
  const { sentenceOf } = useSentences()

  /** The button goes when it has worked; whoever pressed it finds themselves before the open door. */
  async function fetchAgain() {
    const { isSuccess } = await secret.refetch()
    if (isSuccess) door.current?.focus()
  }

  return (
    <div className="secret">
      <div
        ref={door}
        tabIndex={-1}
        className="door"
        data-open={secret.data !== undefined && !isShut}
        aria-busy={secret.isFetching}
      >
        <div className="door-room">
          {secret.data && (
            <figure className="door-secret">
              <figcaption>{words.caption}</figcaption>
              <p>{secret.data.secret}</p>
            </figure>
          )}
        </div>
        <Leaf />
      </div>
      <div className="door-floor" aria-hidden="true" />
      <p className="visually-hidden" role="status">
        {secret.isPending && words.fetching}
      </p>
      {secret.data && (
        <Button onClick={() => setIsShut(shut => !shut)}>{isShut ? words.open : words.shut}</Button>
      )}
      {secret.isLoadingError && (
        <>
          <FormMessage message={sentenceOf(secret.error)} />
          <Button isWaiting={secret.isFetching} onClick={fetchAgain}>
            {tryAgain}
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
