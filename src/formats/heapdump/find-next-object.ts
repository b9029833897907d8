import type { DumpParameters } from './heap-dump.ts';
import type { RecordReader } from './record-reader.ts';

const objectTag = 1;
const lastTag = 17;
/** So many bytes behind the damage are searched. */
const searchedBytes = 2 ** 26;
/** Large objects are no help here: what looks like one in the middle of something would be passed over whole. */
const largestObject = 65536;
/** Records that must follow one another before a place is believed. */
const wantedRecords = 3;

/**
 * Where the records go on behind damage: the first place from which on three objects follow one another, with addresses of
 * the heap and pointers inside; -1 where there is none.
 */
export function findNextObject(reader: RecordReader, from: number, parameters: DumpParameters): number {
  const end = Math.min(reader.size, from + searchedBytes);
  reader.seek(from);
  while (reader.skipTo(objectTag, end)) {
    const { offset } = reader;
    if (isChain(reader, parameters)) return offset;
    reader.seek(offset + 1);
  }
  return -1;
}

function isChain(reader: RecordReader, parameters: DumpParameters): boolean {
  for (let record = 0; record < wantedRecords; record++) {
    const tag = reader.uvarint();
    // The objects may end here.
    if (record > 0 && tag !== objectTag) return tag > objectTag && tag <= lastTag && !reader.overran;
    if (tag !== objectTag || !passObject(reader, parameters)) return false;
  }
  return true;
}

function passObject(reader: RecordReader, { arenaStart, arenaEnd }: DumpParameters): boolean {
  const address = reader.uvarint();
  if (address < arenaStart || address >= arenaEnd || address % 8 !== 0) return false;
  const size = reader.uvarint();
  if (size === 0 || size % 8 !== 0 || size > largestObject) return false;
  reader.skip(size);
  let least = 0;
  for (;;) {
    const kind = reader.uvarint();
    if (reader.overran) return false;
    if (kind === 0) return true;
    const offset = reader.uvarint();
    if (kind !== 1 || offset < least || offset + 8 > size || offset % 8 !== 0) return false;
    least = offset + 8;
  }
}
