/**
 * What becomes of users, by Cognito's documentation: a model that remembers
 * what was done and says what the next request has to come to. It knows no
 * more of the engine than a caller does.
 *
 * Where the documentation leaves something open the model leaves it open too:
 * a request whose outcome nobody can know is not possible.
 */
export type Password = 'Correct-horse-1' | 'Correct-horse-2' | 'short'
export type Status = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED'
export type CodeKind = 'signUp' | 'reset' | 'email'

export type ModelClient = { id: string; hidesUsers: boolean; rotates: boolean }

export type ModelUser = {
  name: string
  status: Status
  isEnabled: boolean
  email: string
  isVerified: boolean
  password: Password
  passwordSetMs: number
  codes: Partial<Record<CodeKind, { text: string; endsMs: number; address: string }>>
  /** Kinds of which it is not known what has become of the code. */
  openCodes: Set<CodeKind>
  /** Codes that another has taken the place of. */
  formerCodes: string[]
  failures: number
  lockedUntilMs: number
  lastAttemptMs: number
  /** How often each operation was tried that an hour allows few of. */
  tries: Record<string, number>
}

export type SignIn = {
  user: ModelUser
  client: ModelClient
  accessToken: string
  accessEndsMs: number
  refreshTokens: { text: string; rotatedMs: number | undefined }[]
  refreshEndsMs: number
  isRevoked: boolean
}

export type Challenge = {
  user: ModelUser
  client: ModelClient
  session: string
  endsMs: number
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

export const lifetimes = {
  code: { signUp: day, reset: hour, email: day } satisfies Record<CodeKind, number>,
  temporaryPassword: 7 * day,
  session: 3 * minute,
  access: hour,
  refresh: 30 * day,
  grace: 10 * second,
}

const failuresBeforeLock = 5
const longestLock = 15 * minute

export class UserModel {
  users = new Map<string, ModelUser>()
  signIns: SignIn[] = []
  challenges: Challenge[] = []
  readonly now: () => number
  /** Whether a new address waits for its code before it takes the place of the old. */
  readonly verifiesBeforeUpdate: boolean

  constructor(now: () => number, verifiesBeforeUpdate: boolean) {
    this.now = now
    this.verifiesBeforeUpdate = verifiesBeforeUpdate
  }

  isThere(user: ModelUser) {
    return this.users.get(user.name) === user
  }

  add(name: string, status: Status, email: string, isVerified: boolean, password: Password): ModelUser {
    const user: ModelUser = {
      name,
      status,
      isEnabled: true,
      email,
      isVerified: false,
      password,
      passwordSetMs: this.now(),
      codes: {},
      openCodes: new Set(),
      formerCodes: [],
      failures: 0,
      lockedUntilMs: 0,
      lastAttemptMs: 0,
      tries: {},
    }
    this.users.set(name, user)
    if (isVerified) this.verify(user)
    return user
  }

  issueCode(user: ModelUser, kind: CodeKind, text: string, address = user.email) {
    const former = user.codes[kind]
    if (former) user.formerCodes.push(former.text)
    user.codes[kind] = { text, endsMs: this.now() + lifetimes.code[kind], address }
    user.openCodes.delete(kind)
  }

  leaveOpen(user: ModelUser, kind: CodeKind) {
    delete user.codes[kind]
    user.openCodes.add(kind)
  }

  codeRefusals(user: ModelUser, kind: CodeKind, text: string): string[] {
    const code = user.codes[kind]
    if (!code) return ['ExpiredCodeException']
    const isEnded = code.endsMs <= this.now()
    const isWrong = code.text !== text
    return [...(isEnded ? ['ExpiredCodeException'] : []), ...(isWrong ? ['CodeMismatchException'] : [])]
  }

  /** Whoever has verified the address, other than the user. */
  otherOwner(email: string, user?: ModelUser) {
    return [...this.users.values()].find(other => other !== user && other.isVerified && other.email === email)
  }

  /** The last one who verifies an address has it. */
  verify(user: ModelUser, email = user.email) {
    const owner = this.otherOwner(email, user)
    if (owner) {
      owner.isVerified = false
      this.leaveOpen(owner, 'reset')
    }
    user.email = email
    user.isVerified = true
  }

  setPassword(user: ModelUser, password: Password, status: Status) {
    user.password = password
    user.passwordSetMs = this.now()
    user.status = status
    // What a challenge is worth after that is open.
    this.challenges = this.challenges.filter(challenge => challenge.user !== user)
  }

  isLocked(user: ModelUser) {
    return this.now() < user.lockedUntilMs
  }

  passwordFailed(user: ModelUser) {
    if (user.lastAttemptMs <= this.now() - longestLock) user.failures = 0
    user.failures += 1
    const lock = user.failures < failuresBeforeLock ? 0 : second * 2 ** (user.failures - failuresBeforeLock)
    user.lockedUntilMs = this.now() + Math.min(lock, longestLock)
    user.lastAttemptMs = this.now()
  }

  signOutEverywhere(user: ModelUser) {
    for (const signIn of this.signIns) if (signIn.user === user) signIn.isRevoked = true
  }

  /** Why the access token does not hold. Which reason comes first is open. */
  tokenRefusals({ user, accessEndsMs, isRevoked }: SignIn): string[] {
    if (!this.isThere(user)) return ['UserNotFoundException', 'NotAuthorizedException']
    const isRefused = isRevoked || accessEndsMs <= this.now() || !user.isEnabled
    return isRefused ? ['NotAuthorizedException'] : []
  }
}
