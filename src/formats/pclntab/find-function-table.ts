import type { Address } from '../../base/index.ts';
import type { Elf } from '../elf/elf.ts';
import { isFunctionTableHeader } from './function-table.ts';

/** 32 up to Go 1.25, 8 in 1.26. */
const alignment = 8;
const searchChunkBytes = 1 << 20;
const maximumSearchBytes = 2 ** 30;

/** ELF address of the pclntab header: by section, else (sections removed) by its magic; 0 where there is none. */
export function findFunctionTable(elf: Elf): Address {
  for (const name of ['.gopclntab', '.data.rel.ro.gopclntab']) {
    const section = elf.section(name);
    const header = section && elf.readAt(section.address, 8);
    if (section && header && isFunctionTableHeader(header)) return section.address;
  }
  for (const segment of elf.segments) {
    if (segment.type !== 1) continue;
    const found = search(elf, segment.address, Math.min(segment.fileSize, maximumSearchBytes));
    if (found > 0) return found;
  }
  return 0;
}

/** The eight bytes that tell a header are aligned, so they never straddle a chunk. */
function search(elf: Elf, start: Address, byteCount: number): Address {
  const end = start + byteCount;
  for (let at = Math.ceil(start / alignment) * alignment; at < end; at += searchChunkBytes) {
    const chunk = elf.readAt(at, Math.min(searchChunkBytes, end - at));
    if (!chunk) return 0;
    for (let offset = 0; offset + 8 <= chunk.length; offset += alignment) {
      if (chunk[offset + 1] !== 0xff || chunk[offset + 2] !== 0xff || chunk[offset + 3] !== 0xff) continue;
      if (isFunctionTableHeader(chunk.subarray(offset, offset + 8))) return at + offset;
    }
  }
  return 0;
}
