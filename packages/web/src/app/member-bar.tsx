import { Navigation } from '../components/navigation.tsx'
import { SignOutButton } from '../features/sign-out/sign-out-button.tsx'
import { paths } from '../screens/paths.ts'
import { useLaterWords } from '../words/words.ts'

/** In the head of the page, for who is signed in. */
export function MemberBar() {
  const { navigation: words } = useLaterWords()

  return (
    <>
      <Navigation
        label={words.label}
        pages={[
          { path: paths.secret, title: words.secret },
          { path: paths.account, title: words.account },
        ]}
      />
      <SignOutButton />
    </>
  )
}
