/** What someone has shown so far. Sessions carry it from step to step. */
import type { Session } from '../store/sessions.ts'
import type { SecondFactor, User } from '../store/users.ts'
import type { FirstFactor } from './factors.ts'

export type Proof = {
  /** `CONFIRMED`: with the code of their sign-up, just now. */
  firstFactor: FirstFactor | 'CONFIRMED'
  isPasswordNew?: true
  secondFactor?: SecondFactor
  /** Where the password was a part of CUSTOM_AUTH: what had happened by then. */
  rounds?: readonly Round[]
}

/** A step of CUSTOM_AUTH, as the pool's functions are told of it. */
export type Round = { challengeName: string; challengeResult: boolean; challengeMetadata: string | null }

export const isByPassword = ({ firstFactor }: Proof) =>
  firstFactor === 'PASSWORD' || firstFactor === 'PASSWORD_SRP'

/** For the session of the next step. It is this password that was proven, and no later one. */
export const carried = (proof: Proof, user: User): Session['state'] => ({
  proof,
  ...(isByPassword(proof) && { passwordSetAtMs: user.password?.setAtMs }),
})

/** False once the password that was proven has been changed, or has to be. */
export function isStillProven({ proof, passwordSetAtMs }: Session['state'], { status, password }: User) {
  if (!proof || !isByPassword(proof as Proof)) return true
  return status !== 'RESET_REQUIRED' && password?.setAtMs === passwordSetAtMs
}
