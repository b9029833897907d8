/** `0`, `0.041`, `0.875`, `3.08`, `46.1`, `461.4`, `82,400`: as many digits as a measurement is worth. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
  if (Number.isInteger(value)) return String(value);
  if (size >= 10) return trimmed(value.toFixed(1));
  return trimmed(size >= 1 ? value.toFixed(2) : value.toFixed(3));
}

function trimmed(text: string): string {
  const short = text.replace(/\.?0+$/, '');
  return short === '-0' || short === '' ? '0' : short;
}

/** Spreads under this share of the median are not worth a word. */
const smallSpread = 0.005;

/** `461.4`, or `328 (289–382)` where the processes differed. */
export function spreadText(median: number, min: number, max: number): string {
  const text = numberText(median);
  const [low, high] = [numberText(min), numberText(max)];
  if (max - min <= smallSpread * Math.abs(median) || low === high) return text;
  return `${text} (${low}–${high})`;
}
