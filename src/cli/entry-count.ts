import { UsageError } from './failure.ts';

const scales: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** `1000000`, `1_000_000`, `1M`, `2.5k`: a number of entries; suffixes are decimal. */
export function parseEntryCount(text: string): number {
  const match = /^(\d[\d_]*(?:\.\d+)?)([kmg]?)$/i.exec(text.trim());
  const count = match ? Number(match[1].replaceAll('_', '')) * scales[match[2].toLowerCase()] : Number.NaN;
  if (!Number.isSafeInteger(count))
    throw new UsageError(`'${text}' is not a number of entries; write a whole number, as in 1000000 or 1M`);
  return count;
}
