import { latin1, u32At } from '../../base/index.ts';
import type { ElfNote } from './elf.ts';

/** A process has a handful of notes a thread; damaged bytes could hold one in every twelve. */
export const maximumNotes: number = 1 << 20;

/**
 * The notes in the bytes of a PT_NOTE segment or SHT_NOTE section (elf(5)). Name and content are padded to `alignment`:
 * 4, or 8 where the header says so (GNU property notes). A note that is cut off ends the list.
 */
export function parseNotes(bytes: Uint8Array, alignment: number): ElfNote[] {
  const padding = alignment === 8 ? 8 : 4;
  const notes: ElfNote[] = [];
  let at = 0;
  while (at + 12 <= bytes.length && notes.length < maximumNotes) {
    const nameBytes = u32At(bytes, at);
    const contentBytes = u32At(bytes, at + 4);
    // The name follows the 12 bytes of the header; with 8-byte alignment it is their sum that is padded.
    const contentAt = padTo(at + 12 + nameBytes, padding);
    if (contentAt + contentBytes > bytes.length) break;
    let nameEnd = at + 12 + nameBytes;
    while (nameEnd > at + 12 && bytes[nameEnd - 1] === 0) nameEnd--;
    notes.push({
      owner: latin1(bytes.subarray(at + 12, Math.min(nameEnd, at + 12 + 64))),
      type: u32At(bytes, at + 8),
      bytes: bytes.subarray(contentAt, contentAt + contentBytes),
    });
    at = padTo(contentAt + contentBytes, padding);
  }
  return notes;
}

function padTo(offset: number, padding: number): number {
  return Math.ceil(offset / padding) * padding;
}
