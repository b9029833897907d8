import { u32At, u64At } from '../../base/index.ts';

/** The unit in which bytes are kept, whatever the page size of the machine is. */
export const recordedPageBytes = 4096;
/** Pages of one `pages` section (what one damaged byte costs), and runs of one `runs` section, at most. */
export const mostPagesASection = 64;
export const mostRunsASection = 4096;

/** What pages are of: the memory of the target, or its executable (page 0 holds the first bytes of the file). */
export const recordedSpace = { memory: 0, executable: 1 } as const;

/**
 * `count` pages from `first` on. Those of zeros are not stored. `turn`: how often what was known had been forgotten when
 * they were read (`Memory.refresh`): a process that runs can give another page each time.
 */
export interface PageRun {
  readonly first: number;
  readonly count: number;
  readonly isZero: boolean;
  readonly turn: number;
}

/** A bit a page from `start` on, bit 0 of word 0 first. */
export interface ResidentArea {
  readonly start: number;
  readonly pageCount: number;
  readonly bits: Uint32Array;
}

/** Addresses [start, start + length), of which not every byte could be read. */
export interface AbsentRange {
  readonly start: number;
  readonly length: number;
}

const runBytes = 16;
const highestPage = 2 ** 52 / recordedPageBytes;

export function encodeRuns(space: number, runs: readonly PageRun[]): Uint8Array {
  const bytes = new Uint8Array(8 + runs.length * runBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, space, true);
  view.setUint32(4, runs.length, true);
  for (const [index, { first, count, isZero, turn }] of runs.entries()) {
    const at = 8 + index * runBytes;
    view.setBigUint64(at, BigInt(first), true);
    view.setUint32(at + 8, count, true);
    view.setUint32(at + 12, turn * 2 + (isZero ? 1 : 0), true);
  }
  return bytes;
}

/** Undefined where a run is out of bounds or the stored pages are more than a section holds. */
export function decodeRuns(bytes: Uint8Array): { space: number; runs: PageRun[] } | undefined {
  if (bytes.length < 8) return undefined;
  const count = u32At(bytes, 4);
  if (count > mostRunsASection || bytes.length !== 8 + count * runBytes) return undefined;
  const runs: PageRun[] = [];
  let stored = 0;
  for (let index = 0; index < count; index++) {
    const at = 8 + index * runBytes;
    const marks = u32At(bytes, at + 12);
    const turn = marks >>> 1;
    const run = { first: u64At(bytes, at), count: u32At(bytes, at + 8), isZero: (marks & 1) === 1, turn };
    if (!(run.first + run.count <= highestPage)) return undefined;
    if (!run.isZero) stored += run.count;
    runs.push(run);
  }
  return stored <= mostPagesASection ? { space: u32At(bytes, 0), runs } : undefined;
}

/** Pages that one area of a section covers at most (64 GiB); a longer mapping is several. */
export const mostAreaPages: number = 2 ** 24;

export function encodeResident(areas: readonly ResidentArea[]): Uint8Array {
  const length = areas.reduce((sum, { bits }) => sum + 16 + bits.length * 4, 0);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { start, pageCount, bits } of areas) {
    view.setBigUint64(at, BigInt(start), true);
    view.setBigUint64(at + 8, BigInt(pageCount), true);
    at += 16;
    for (const word of bits) {
      view.setUint32(at, word, true);
      at += 4;
    }
  }
  return bytes;
}

/** The areas up to the first one that is out of bounds. */
export function decodeResident(bytes: Uint8Array): ResidentArea[] {
  const areas: ResidentArea[] = [];
  for (let at = 0; at + 16 <= bytes.length; ) {
    const start = u64At(bytes, at);
    const pageCount = u64At(bytes, at + 8);
    const wordCount = Math.ceil(pageCount / 32);
    at += 16;
    if (!(start < 2 ** 52) || !(pageCount <= mostAreaPages) || at + wordCount * 4 > bytes.length) break;
    const bits = new Uint32Array(wordCount);
    for (let word = 0; word < wordCount; word++, at += 4) bits[word] = u32At(bytes, at);
    // Bits behind the last page would count in the sums.
    if (pageCount % 32 !== 0) bits[wordCount - 1] &= 2 ** (pageCount % 32) - 1;
    areas.push({ start, pageCount, bits });
  }
  return areas;
}

/** More ranges than this are not told; reading them in a recording then counts as a gap of the recording. */
export const mostAbsentRanges = 65_536;

export function encodeAbsent(ranges: readonly AbsentRange[]): Uint8Array {
  const bytes = new Uint8Array(ranges.length * 16);
  const view = new DataView(bytes.buffer);
  for (const [index, { start, length }] of ranges.entries()) {
    view.setBigUint64(index * 16, BigInt(start), true);
    view.setBigUint64(index * 16 + 8, BigInt(length), true);
  }
  return bytes;
}

export function decodeAbsent(bytes: Uint8Array): AbsentRange[] {
  const ranges: AbsentRange[] = [];
  const end = Math.min(bytes.length, mostAbsentRanges * 16);
  for (let at = 0; at + 16 <= end; at += 16) {
    const start = u64At(bytes, at);
    const length = u64At(bytes, at + 8);
    if (start + length < 2 ** 53) ranges.push({ start, length });
  }
  return ranges;
}
