/** The result, as a table that can be pasted into Markdown. */
export type Row = {
  name: string
  /** Ours and the other's. */
  values: readonly [number, number]
  /** Where it is not the quotient of the two. */
  ratio?: number
  unit: string
  digits: number
  /** For the ratio. */
  target?: { atMost: boolean; must: number; stretch: number }
}

export function printTable(names: readonly [string, string], rows: readonly Row[]) {
  printCells([['', ...names, 'ratio', 'must', 'stretch', ''], ...rows.map(cellsOf)])
}

/** The first row is the head, the first column names the rows. */
export function printCells(cells: readonly (readonly string[])[]) {
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0))) ?? []
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[0] ?? 0))).join(' | ')} |`
  const [head = [], ...body] = cells
  console.log(line(head))
  console.log(`|${widths.map((width, column) => `${'-'.repeat(width + 1)}${column ? ':' : '-'}`).join('|')}|`)
  for (const row of body) console.log(line(row))
}

function cellsOf({ name, values, unit, digits, target, ratio = values[0] / values[1] }: Row): string[] {
  const sign = target?.atMost ? '≤' : '≥'
  return [
    name,
    ...values.map(value => `${value.toFixed(digits)} ${unit}`),
    ratio.toFixed(2),
    ...(target
      ? [`${sign} ${target.must}`, `${sign} ${target.stretch}`, verdict(ratio, target)]
      : ['', '', '']),
  ]
}

function verdict(ratio: number, { atMost, must, stretch }: NonNullable<Row['target']>) {
  const meets = (target: number) => (atMost ? ratio <= target : ratio >= target)
  if (meets(stretch)) return 'stretch met'
  return meets(must) ? 'met' : 'MISSED'
}
