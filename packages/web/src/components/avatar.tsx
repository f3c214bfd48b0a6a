import './avatar.css'

/** Stands for somebody by the first letter of their name; empty as long as it is not known. */
export const Avatar = ({ name }: { name: string | undefined }) => (
  <span className="avatar" aria-hidden="true">
    {name && [...name][0]}
  </span>
)
