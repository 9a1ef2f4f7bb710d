/** A column of a kind's table. */
export interface Column {
  readonly name: string
  readonly type: string
  /** Empty if there is none. */
  readonly format: string
  /** 0 for what is shown always. */
  readonly priority: number
}

/** Reads `NAME[:TYPE[.FORMAT]][+PRIORITY]`. */
export function parseColumn(text: string): Column {
  const [, name = '', type = 'string', format = '', priority = '0'] =
    /^([^:+]+)(?::(\w+)(?:\.([\w-]+))?)?(?:\+(\d+))?$/.exec(text) ?? []
  return { name, type, format, priority: Number(priority) }
}
