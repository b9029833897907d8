import { allocatedBytes } from './allocation.ts';

/**
 * sizeof(hchan) rounded up to 8, which it is anyway (runtime/chan.go): Go 1.23 added `timer`, and Go 1.25 `bubble` where
 * Go 1.24 had a bool in a gap.
 */
function headerBytes(goMinor: number): number {
  if (goMinor >= 25) return 112;
  return goMinor >= 23 ? 104 : 96;
}

/**
 * Heap bytes of `make(chan T, capacity)` (runtime/chan.go makechan): header and buffer in one allocation, unless the
 * elements have pointers.
 */
export function channelBytes(
  elementBytes: number,
  elementHasPointers: boolean,
  capacity: number,
  goMinor: number,
): number {
  const header = headerBytes(goMinor);
  const buffer = elementBytes * capacity;
  if (buffer === 0 || !elementHasPointers) return allocatedBytes(header + buffer, true, goMinor);
  return allocatedBytes(header, false, goMinor) + allocatedBytes(buffer, false, goMinor);
}
