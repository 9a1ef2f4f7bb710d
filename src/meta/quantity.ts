const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const decimalByPower = new Map(Object.entries(decimal).map(([suffix, power]) => [power, suffix]))

/** Quantities are whole numbers of these: the finest that is kept is 10^-9. */
const unitsPerOne = 10n ** 9n

interface Quantity {
  /** In billionths. */
  readonly units: bigint
  readonly format: 'binary' | 'decimal' | 'exponent'
}

/**
 * Writes a quantity as the real server does: the largest unit that needs no fraction, in the family that it came in.
 * `0.5` becomes `500m`, `1024Mi` becomes `1Gi`, `1000m` becomes `1`. Undefined if it is not a quantity.
 *
 * Source: `CanonicalizeBytes` in k8s.io/apimachinery/pkg/api/resource.
 */
export function canonicalQuantity(text: string): string | undefined {
  const quantity = parseQuantity(text)
  if (quantity === undefined) return undefined
  const { units, format } = quantity
  if (units === 0n) return '0'
  const size = units < 0n ? -units : units
  // Below 1024, or with a fraction, a binary suffix would not do: such a quantity is written as a decimal.
  if (format === 'binary' && units % unitsPerOne === 0n && size >= 1024n * unitsPerOne) return binaryText(units)
  return decimalText(units, format === 'exponent')
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
  return parseQuantity(text)?.units
}

function parseQuantity(text: string): Quantity | undefined {
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
  const format = binaryIndex > 0 ? 'binary' : exponent !== undefined ? 'exponent' : 'decimal'
  return { units: sign === '-' ? -units : units, format }
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
  while (power < 18 && value % 1000n === 0n) {
    value /= 1000n
    power += 3
  }
  const suffix = exponent ? (power === 0 ? '' : `e${power}`) : (decimalByPower.get(power) ?? '')
  return `${value}${suffix}`
}
