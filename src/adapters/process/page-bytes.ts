import fs from 'node:fs';
import { u64At } from '../../base/index.ts';

/** Page size of this machine: 4096 on amd64; 4, 16 or 64 KiB on arm64. AT_PAGESZ of our own auxiliary vector. */
export function readPageBytes(): number {
  try {
    const vector = new Uint8Array(fs.readFileSync('/proc/self/auxv'));
    for (let at = 0; at + 16 <= vector.length; at += 16) {
      if (u64At(vector, at) === auxPageSize) return u64At(vector, at + 8);
    }
  } catch {
    // No /proc/self/auxv: the usual size stands.
  }
  return 4096;
}

const auxPageSize = 6;
