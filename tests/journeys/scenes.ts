/** Every screen of the site in every state that people meet. */
import { astrayScenes } from './scenes/astray.ts'
import { challengeScenes } from './scenes/challenges.ts'
import { changeScenes } from './scenes/changes.ts'
import { insideScenes } from './scenes/inside.ts'
import { reauthenticationScenes } from './scenes/reauthentication.ts'
import { recoveryScenes } from './scenes/recovery.ts'
import type { Scene } from './scenes/scene.ts'
import { signInScenes } from './scenes/sign-in.ts'
import { signUpScenes } from './scenes/sign-up.ts'

export const scenes: readonly Scene[] = [
  ...signInScenes,
  ...signUpScenes,
  ...challengeScenes,
  ...recoveryScenes,
  ...insideScenes,
  ...changeScenes,
  ...reauthenticationScenes,
  ...astrayScenes,
]
