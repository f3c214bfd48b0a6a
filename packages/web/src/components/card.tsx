import type { ReactNode } from 'react'
import './card.css'

type CardProps = {
  /** The heading, and what is said with it. */
  head: ReactNode
  notice?: ReactNode
  footer?: ReactNode
  children?: ReactNode
}

/** The one surface of a screen. */
export const Card = ({ head, notice, footer, children }: CardProps) => (
  <div className="card">
    <header className="card-head">{head}</header>
    {notice && <div className="card-notice">{notice}</div>}
    {children && <div className="card-body">{children}</div>}
    {footer && <footer className="card-foot">{footer}</footer>}
  </div>
)
