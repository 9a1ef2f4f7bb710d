const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const decimalByPower = new Map(Object.entries(decimal).map(([suffix, power]) => [power, suffix]))

/** Quantities are whole numbers of these: the finest that is kept is 10^-9. */
const unitsPerOne = 10n ** 9n
/** What a quantity with a binary suffix is capped at, as on a server. */
const mostBinary = (2n ** 63n - 1n) * unitsPerOne

/** A quantity, read exactly. */
export interface QuantityValue {
  /** In billionths, the finest that a quantity can have: those of `1500m` are 1500000000n. */
  readonly nanos: bigint
  /** The family of suffixes that it is written with: `Ki`, `Mi`, ...; `m`, `k`, `M`, ...; or `e3`, `e6`, ... */
  readonly format: 'binary' | 'decimal' | 'exponent'
}

/**
 * Reads a quantity, such as `500m`, `1.5Gi` or `12e6`. What is finer than a billionth is rounded up, away from zero;
 * what has a binary suffix is 2^63-1 at most.
 *
 * Source: `ParseQuantity` in k8s.io/apimachinery/pkg/api/resource. A suffix without a number, which is 0 there, and an
 * exponent of more than two digits are refused.
 *
 * @throws {RangeError} if it is none
 */
export function parseQuantity(text: string): QuantityValue {
  const quantity = typeof text === 'string' ? readQuantity(text) : undefined
  if (quantity !== undefined) return quantity
  const found = typeof text === 'string' ? `"${text}"` : typeof text
  throw new RangeError(`invalid quantity: expected a text such as "500m" or "1Gi", found ${found}`)
}

/**
 * Writes a quantity as a server does: the largest unit that needs no fraction, in the family that it came in.
 * `0.5` becomes `500m`, `1024Mi` becomes `1Gi`, `1000m` becomes `1`.
 *
 * Source: `CanonicalizeBytes` in k8s.io/apimachinery/pkg/api/resource, which loses the suffix of `1000E` and more; here
 * it stays.
 */
export function formatQuantity({ nanos, format }: QuantityValue): string {
  if (nanos === 0n) return '0'
  const size = nanos < 0n ? -nanos : nanos
  // Below 1024, or with a fraction, a binary suffix would not do: such a quantity is written as a decimal.
  if (format === 'binary' && nanos % unitsPerOne === 0n && size >= 1024n * unitsPerOne) return binaryText(nanos)
  return decimalText(nanos, format === 'exponent')
}

/**
 * Compares two quantities by their exact values: `0.5` and `500m` are the same. For `sort()`.
 *
 * @returns below 0, 0 or above 0, as the first one is less than, equal to or more than the second
 * @throws {RangeError} if one is no quantity
 */
export function compareQuantities(first: string, second: string): number {
  const [{ nanos: left }, { nanos: right }] = [parseQuantity(first), parseQuantity(second)]
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * Adds quantities, exactly: `addQuantities('500m', '1')` is `1500m`. The sum is written in the family of the first one
 * that is not zero; of none it is `0`.
 *
 * Source: `Quantity.Add` in k8s.io/apimachinery/pkg/api/resource.
 *
 * @throws {RangeError} if one is no quantity
 */
export function addQuantities(...quantities: readonly string[]): string {
  return formatQuantity(quantities.map(parseQuantity).reduce(sum, zero))
}

/**
 * Takes the second quantity from the first, exactly. The difference may be below zero; it is written in the family of
 * the first one, or if that is zero in that of the second.
 *
 * Source: `Quantity.Sub` in k8s.io/apimachinery/pkg/api/resource.
 *
 * @throws {RangeError} if one is no quantity
 */
export function subtractQuantities(first: string, second: string): string {
  const { nanos, format } = parseQuantity(second)
  return formatQuantity(sum(parseQuantity(first), { nanos: -nanos, format }))
}

/**
 * A quantity as a number, the nearest that there is: `1.5Gi` is 1610612736, `250m` is 0.25.
 *
 * @throws {RangeError} if it is no quantity
 */
export function quantityToNumber(text: string): number {
  return Number(`${parseQuantity(text).nanos}e-9`)
}

const zero: QuantityValue = { nanos: 0n, format: 'decimal' }

function sum(first: QuantityValue, second: QuantityValue): QuantityValue {
  return { nanos: first.nanos + second.nanos, format: first.nanos === 0n ? second.format : first.format }
}

/** {@link formatQuantity} of a text. Undefined if it is not a quantity. */
export function canonicalQuantity(text: string): string | undefined {
  const quantity = readQuantity(text)
  return quantity && formatQuantity(quantity)
}

/** A canonical quantity with nothing finer than thousandths, which is as fine as resources are counted: rounded up. */
export function roundedToMilli(text: string): string {
  if (!/[nu]$|e-[69]$/.test(text)) return text
  const units = quantityUnits(text) ?? 0n
  const milli = unitsPerOne / 1000n
  const rounded = ((units + milli - 1n) / milli) * milli
  return decimalText(rounded, text.includes('e'))
}

/** A quantity in billionths, for comparing. Undefined if it is not one. */
export function quantityUnits(text: string): bigint | undefined {
  return readQuantity(text)?.nanos
}

function readQuantity(text: string): QuantityValue | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d{1,2}))?$/.exec(text)
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', suffix = '', exponent] = match
  if (whole === '' && fraction === '') return undefined
  const power = exponent === undefined ? 0 : Number(exponent)
  const binaryIndex = suffix.endsWith('i') ? binary.indexOf(suffix) : 0
  const scale = power + (decimal[suffix] ?? 0) + 9 - fraction.length
  let units = BigInt(whole + fraction) * 1024n ** BigInt(binaryIndex)
  if (scale >= 0) units *= 10n ** BigInt(scale)
  else {
    const divisor = 10n ** BigInt(-scale)
    // What is finer than a billionth is rounded up, away from zero.
    units = (units + divisor - 1n) / divisor
  }
  const nanos = sign === '-' ? -units : units
  if (exponent !== undefined) return { nanos, format: 'exponent' }
  if (binaryIndex === 0) return { nanos, format: 'decimal' }
  if (units > mostBinary) return { nanos: sign === '-' ? -mostBinary : mostBinary, format: 'binary' }
  return { nanos, format: units > 0n && units < unitsPerOne ? 'decimal' : 'binary' }
}

function binaryText(units: bigint): string {
  let value = units / unitsPerOne
  let index = 0
  while (index < binary.length - 1 && value % 1024n === 0n) {
    value /= 1024n
    index++
  }
  return `${value}${binary[index]}`
}

function decimalText(units: bigint, exponent: boolean): string {
  let value = units
  let power = -9
  // Above E there is no suffix, but any exponent.
  while ((exponent || power < 18) && value % 1000n === 0n) {
    value /= 1000n
    power += 3
  }
  const suffix = exponent ? (power === 0 ? '' : `e${power}`) : (decimalByPower.get(power) ?? '')
  return `${value}${suffix}`
}
