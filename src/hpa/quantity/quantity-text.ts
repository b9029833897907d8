const decimalSuffixes: Readonly<Record<number, string>> = {
  '-3': 'm',
  0: '',
  3: 'k',
  6: 'M',
  9: 'G',
  12: 'T',
  15: 'P',
  18: 'E',
};
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/**
 * Thousandths as kubectl prints them in the status of an autoscaler: whole powers of 1024 for memory, of 1000 for all else.
 * Source: Quantity.CanonicalizeBytes in apimachinery pkg/api/resource/quantity.go of v0.36.3.
 */
export function quantityText(milli: bigint, isBinary: boolean): string {
  if (milli === 0n) return '0';
  const isSmall = milli > -1024_000n && milli < 1024_000n;
  return isBinary && !isSmall && milli % 1000n === 0n ? binaryText(milli / 1000n) : decimalText(milli);
}

function binaryText(value: bigint): string {
  let rest = value;
  let place = 0;
  while (rest % 1024n === 0n && place < binarySuffixes.length - 1) {
    rest /= 1024n;
    place++;
  }
  return `${rest}${binarySuffixes[place]}`;
}

function decimalText(milli: bigint): string {
  let rest = milli;
  let exponent = -3;
  while (rest % 1000n === 0n && exponent < 18) {
    rest /= 1000n;
    exponent += 3;
  }
  return `${rest}${decimalSuffixes[exponent]}`;
}
