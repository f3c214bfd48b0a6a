import './placeholder.css'

/** Keeps the place of a text that is on its way, about as long as the text will be. */
export const Placeholder = ({ of: text }: { of: string }) => (
  <span className="placeholder" aria-hidden="true">
    {text}
  </span>
)
