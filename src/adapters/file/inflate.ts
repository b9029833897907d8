import zlib from 'node:zlib';
import type { Inflate } from '../../image/index.ts';

/** The `Inflate` port over node:zlib; a stream that claims little and unpacks to much is refused, not unpacked. */
export const inflate: Inflate = (compressed, expectedLength) => {
  if (!(expectedLength > 0) || expectedLength > maxInflatedBytes) return undefined;
  try {
    const bytes = zlib.inflateSync(compressed, { maxOutputLength: expectedLength });
    return bytes.length === expectedLength ? bytes : undefined;
  } catch {
    return undefined;
  }
};

/** The largest DWARF section met so far is under 200 MB (kubelet with full symbols). */
const maxInflatedBytes = 2 ** 31 - 1;
