import { encode } from 'uqr'
import './qr-code.css'

/** Modules on each side: readers look for it. Source: ISO/IEC 18004, "Quiet zone". */
const quietZone = 4

/** Dark on light in dark mode too: many readers do not know the reverse. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = encode(text, { border: quietZone })

  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} focusable="false">
      <path d={data.map(pathOfRow).join('')} shapeRendering="crispEdges" />
    </svg>
  )
}

/** A bar for every run of dark modules. */
function pathOfRow(row: boolean[], y: number): string {
  const bars = row
    .map(isDark => (isDark ? '1' : '0'))
    .join('')
    .matchAll(/1+/g)
  return Array.from(bars, ({ 0: bar, index }) => `M${index} ${y}h${bar.length}v1h-${bar.length}z`).join('')
}
