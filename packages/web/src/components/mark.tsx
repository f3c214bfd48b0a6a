/** The mark: an L that is a key. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className="mark-plate" width="32" height="32" rx="9" />
      <g className="mark-key">
        <circle cx="12.5" cy="10.5" r="3.75" />
        <path d="M12.5 14.25v10h8.25v-3.5" />
      </g>
    </svg>
  )
}
