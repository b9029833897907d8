import { UsageError } from './failure.ts';

const scales: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** `512M`, `1GiB`, `200000000`: bytes; suffixes are binary, as in the reports. */
export function parseByteSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text.trim());
  const byteCount = match ? Math.floor(Number(match[1]) * scales[match[2].toLowerCase()]) : 0;
  if (byteCount <= 0)
    throw new UsageError(`'${text}' is not a size; write bytes, or a number with K, M or G: 512M`);
  return byteCount;
}
