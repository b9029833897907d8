import { countFromText } from '../base/index.ts';
import { UsageError } from './failure.ts';

/** `1000000`, `1_000_000`, `1M`, `2.5k`, `1e6`: a number of entries; suffixes are decimal. */
export function parseEntryCount(text: string): number {
  const count = countFromText(text);
  if (count === undefined)
    throw new UsageError(`'${text}' is not a number of entries; write a whole number, as in 1000000 or 1M`);
  return count;
}
