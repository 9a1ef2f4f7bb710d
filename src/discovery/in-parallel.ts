/**
 * Maps items to values, at most `limit` at a time, in order. The first failure rejects, and nothing more is started.
 */
export async function mapInParallel<T, R>(
  items: readonly T[],
  limit: number,
  map: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length)
  const rest = items.entries()
  let failed = false
  const work = async () => {
    // One iterator for all workers: each takes the next item when it is done with its last.
    for (const [index, item] of rest) {
      if (failed) return
      try {
        results[index] = await map(item)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
  return results
}
