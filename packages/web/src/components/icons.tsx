import type { ReactNode } from 'react'

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  )
}

export const AlertIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.25" />
    <path d="M10 6.25v4.5M10 13.6v.15" />
  </Icon>
)

export const CheckIcon = () => (
  <Icon>
    <path d="m5.5 10.4 3.1 3.1 6-7" />
  </Icon>
)

export const CloseIcon = () => (
  <Icon>
    <path d="m5.75 5.75 8.5 8.5m0-8.5-8.5 8.5" />
  </Icon>
)

export const InfoIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.25" />
    <path d="M10 9.5v4.25M10 6.4v.15" />
  </Icon>
)
