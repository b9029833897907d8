import type { CoreSegment } from './core-plan.ts';

const headerBytes = 64;
const programHeaderBytes = 56;
const sectionHeaderBytes = 64;
/** e_phnum of a file with more: section 0 holds the count (elf(5)). */
const manySegments = 0xffff;
const coreType = 4;
const loadType = 1;
const noteType = 4;

/** Everything before the memory, and where in the file each segment lies. */
export interface CoreLayout {
  readonly header: Uint8Array;
  readonly offsets: Float64Array;
  readonly fileBytes: number;
}

/** ELF header, program headers and notes of a core (elf(5)); little-endian, 64 bits. */
export function layOutCore(
  machine: number,
  notes: Uint8Array,
  segments: readonly CoreSegment[],
  pageBytes: number,
): CoreLayout {
  const count = segments.length + 1;
  const isMany = count >= manySegments;
  const tableEnd = headerBytes + count * programHeaderBytes;
  const notesAt = tableEnd + (isMany ? sectionHeaderBytes : 0);
  const bytes = Buffer.alloc(Math.ceil((notesAt + notes.length) / pageBytes) * pageBytes);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeUInt16LE(coreType, 16);
  bytes.writeUInt16LE(machine, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(headerBytes), 32);
  bytes.writeUInt16LE(headerBytes, 52);
  bytes.writeUInt16LE(programHeaderBytes, 54);
  bytes.writeUInt16LE(isMany ? manySegments : count, 56);
  if (isMany) {
    bytes.writeBigUInt64LE(BigInt(tableEnd), 40);
    bytes.writeUInt16LE(sectionHeaderBytes, 58);
    bytes.writeUInt16LE(1, 60);
    bytes.writeUInt32LE(count, tableEnd + 44);
  }
  bytes.set(notes, notesAt);
  const table = bytes.subarray(headerBytes);
  const noteSizes = { offset: notesAt, address: 0, fileBytes: notes.length, memoryBytes: 0 };
  writeProgramHeader(table, noteType, 0, { ...noteSizes, align: 4 });
  const offsets = new Float64Array(segments.length);
  let offset = bytes.length;
  for (const [index, { start, end, flags, fileBytes }] of segments.entries()) {
    offsets[index] = offset;
    const sizes = { offset, address: start, fileBytes, memoryBytes: end - start, align: pageBytes };
    writeProgramHeader(table.subarray((index + 1) * programHeaderBytes), loadType, flags, sizes);
    offset += fileBytes;
  }
  return { header: bytes, offsets, fileBytes: offset };
}

interface Sizes {
  readonly offset: number;
  readonly address: number;
  readonly fileBytes: number;
  readonly memoryBytes: number;
  readonly align: number;
}

function writeProgramHeader(into: Buffer, type: number, flags: number, sizes: Sizes): void {
  const { offset, address, fileBytes, memoryBytes, align } = sizes;
  into.writeUInt32LE(type, 0);
  into.writeUInt32LE(flags, 4);
  // Offset, virtual and physical address, size in the file and in memory, alignment.
  for (const [index, value] of [offset, address, 0, fileBytes, memoryBytes, align].entries())
    into.writeBigUInt64LE(BigInt(value), 8 + index * 8);
}
