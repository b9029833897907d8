const scales: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** Reads `1000000`, `1_000_000`, `1M`, `2.5k` or `1e6`: a count that people write; suffixes are decimal. Undefined where it is none. */
export function countFromText(text: string): number | undefined {
  const match = /^(\d[\d_]{0,30}(?:\.\d{1,12})?(?:e\d{1,2})?)([kmg]?)$/i.exec(text.trim());
  const count = match ? Number(match[1].replaceAll('_', '')) * scales[match[2].toLowerCase()] : Number.NaN;
  return Number.isSafeInteger(count) ? count : undefined;
}
