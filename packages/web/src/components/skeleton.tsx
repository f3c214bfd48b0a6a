import './skeleton.css'

/** Keeps the place of a text that is on its way, about as long as the text will be. */
export const Skeleton = ({ of: text }: { of: string }) => (
  <span className="skeleton" aria-hidden="true">
    {text}
  </span>
)
