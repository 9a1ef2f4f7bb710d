/** Lays rows out in columns as kubectl does: upper-case heads, three spaces between, no spaces at the ends of lines. */
export function formatColumns(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return formatRows([heads, ...rows])
}

/** {@link formatColumns} without heads. A column is at least six wide, what follows it included. */
export function formatRows(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.keys() ?? [].keys()
  const widths = Array.from(columns, (column) => Math.max(6, ...rows.map((row) => (row[column]?.length ?? 0) + 3)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('')
      .trimEnd(),
  )
  return rows.length === 0 ? '' : `${lines.join('\n')}\n`
}
