/** The middle value, or the mean of the two in the middle. NaN if there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The first and the third quartile, each the median of one half without the middle. */
export function quartiles(values: readonly number[]): readonly [number, number] {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  if (half === 0) return [median(sorted), median(sorted)]
  return [median(sorted.slice(0, half)), median(sorted.slice(-half))]
}

/**
 * The median of the ratios of each round. What slows a machine down for a while slows down both halves of such a pair,
 * so that this varies less than the ratio of the medians.
 *
 * @throws {RangeError} if the two were not measured in the same rounds
 */
export function pairedRatio(values: readonly number[], reference: readonly number[]): number {
  if (values.length !== reference.length) {
    throw new RangeError(`${values.length} rounds cannot be paired with ${reference.length}`)
  }
  return median(values.map((value, round) => value / (reference[round] ?? Number.NaN)))
}
