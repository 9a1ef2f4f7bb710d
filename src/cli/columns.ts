/** Lays rows out in columns as kubectl does: upper-case heads, three spaces between, no spaces at the ends of lines. */
export function formatColumns(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows]
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd((widths[column] ?? 0) + 3))
      .join('')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}
