/** Whether a whole number fits into an integer type of the API. */
export function inRange(type: 'int32' | 'int64', value: number | bigint): boolean {
  // A comparison of a number with a bigint is exact: 2^63 as a double does not fit, what is below it does.
  const limit = type === 'int32' ? 2n ** 31n : 2n ** 63n
  return value >= -limit && value < limit
}
