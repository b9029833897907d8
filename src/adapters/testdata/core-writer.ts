import fs from 'node:fs';

export interface CoreNote {
  readonly owner: string;
  readonly type: number;
  readonly bytes: Uint8Array;
}

export interface CoreLoad {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** Where it is more than the bytes: the rest was left out. */
  readonly memorySize?: number;
  readonly flags?: number;
}

/** Writes a core as elf(5) describes it: header, program headers, notes, memory. */
export function writeCore(
  path: string,
  notes: readonly CoreNote[],
  loads: readonly CoreLoad[],
  machine = 62,
): void {
  const noteBytes = Buffer.concat(notes.map(noteOf));
  const header = Buffer.alloc(64 + 56 * (loads.length + 1));
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(4, 16);
  header.writeUInt16LE(machine, 18);
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(64, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(loads.length + 1, 56);
  programHeader(header, 64, 4, 0, header.length, 0, noteBytes.length, 0);
  let offset = header.length + noteBytes.length;
  for (const [index, load] of loads.entries()) {
    const { address, bytes, memorySize = bytes.length, flags = 6 } = load;
    programHeader(header, 64 + 56 * (index + 1), 1, flags, offset, address, bytes.length, memorySize);
    offset += bytes.length;
  }
  fs.writeFileSync(path, Buffer.concat([header, noteBytes, ...loads.map(({ bytes }) => bytes)]));
}

function programHeader(
  header: Buffer,
  at: number,
  type: number,
  flags: number,
  offset: number,
  address: number,
  fileSize: number,
  memorySize: number,
): void {
  header.writeUInt32LE(type, at);
  header.writeUInt32LE(flags, at + 4);
  for (const [index, value] of [offset, address, 0, fileSize, memorySize, type === 1 ? 4096 : 4].entries()) {
    header.writeBigUInt64LE(BigInt(value), at + 8 + index * 8);
  }
}

function noteOf({ owner, type, bytes }: CoreNote): Buffer {
  const name = owner === '' ? Buffer.alloc(0) : Buffer.from(`${owner}\0`);
  const header = Buffer.alloc(12);
  header.writeUInt32LE(name.length, 0);
  header.writeUInt32LE(bytes.length, 4);
  header.writeUInt32LE(type, 8);
  return Buffer.concat([header, padded(name), padded(bytes)]);
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

/** Little-endian words. */
export function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), index * 8);
  return bytes;
}
