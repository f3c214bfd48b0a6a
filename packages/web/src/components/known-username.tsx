/** Whose password a form is about. A visitor is not asked; a password manager wants to know. */
export const KnownUsername = ({ username }: { username: string }) => (
  <input
    className="visually-hidden"
    type="text"
    name="username"
    autoComplete="username"
    value={username}
    readOnly
    tabIndex={-1}
    aria-hidden="true"
  />
)
