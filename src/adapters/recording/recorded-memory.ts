import type { Address } from '../../base/index.ts';
import {
  type AbsentRange,
  type Recording,
  recordedPageBytes as pageBytes,
  recordedSpace,
} from '../../formats/index.ts';
import type { Memory, Region } from '../../image/index.ts';

const mostReadBytes = 2 ** 30;

/** The pages of a recording as memory. What was not read when it was made is undefined here. */
export class RecordedMemory implements Memory {
  readonly regions: readonly Region[];
  readonly #recording: Recording;
  /** What the target itself did not give, in order of address. */
  readonly #absent: readonly AbsentRange[];
  readonly #partial: ReadonlyMap<number, { readonly from: number; readonly to: number }>;
  #bytesRead = 0;
  #missedReads = 0;
  #turn = 0;
  #pauses = 0;

  constructor(recording: Recording) {
    const { facts, absent } = recording;
    this.#recording = recording;
    this.regions = inOrder(facts.regions);
    this.#absent = absent.toSorted((left, right) => left.start - right.start);
    this.#partial = new Map(facts.partialPages.map((each) => [each.page, each]));
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** How often something was asked for that nobody asked of the target. */
  get missedReads(): number {
    return this.#missedReads;
  }

  read(address: Address, length: number, into?: Uint8Array): Uint8Array | undefined {
    if (!(address >= 0) || !(length >= 0) || length > mostReadBytes || address + length > 2 ** 52)
      return undefined;
    const end = address + length;
    // Before anything is allocated.
    if (!this.#holds(address, end)) {
      if (this.#isMapped(address, end) && !this.#wasAbsent(address, end)) this.#missedReads++;
      return undefined;
    }
    const bytes = into ? into.subarray(0, length) : new Uint8Array(length);
    for (let at = address; at < end; ) {
      const number = Math.floor(at / pageBytes);
      const stop = Math.min(end, (number + 1) * pageBytes);
      const page = this.#recording.page(recordedSpace.memory, number, this.#turn);
      if (!page) return undefined;
      bytes.set(page.subarray(at - number * pageBytes, stop - number * pageBytes), at - address);
      at = stop;
    }
    this.#bytesRead += length;
    return bytes;
  }

  /**
   * The next turn: pages that were read again then are as they were then. Who reads as the one did whose reading was
   * recorded gets the same answers, also of a process that ran meanwhile.
   */
  refresh(): void {
    this.#turn++;
  }

  letRun(): boolean {
    if (this.#pauses >= this.#recording.facts.pauses) return false;
    this.#pauses++;
    this.#turn++;
    return true;
  }

  #holds(start: Address, end: Address): boolean {
    for (let page = Math.floor(start / pageBytes); page * pageBytes < end; page++) {
      if (!this.#recording.has(recordedSpace.memory, page)) return false;
      const part = this.#partial.get(page);
      if (!part) continue;
      if (Math.max(start, page * pageBytes) < page * pageBytes + part.from) return false;
      if (Math.min(end, (page + 1) * pageBytes) > page * pageBytes + part.to) return false;
    }
    return true;
  }

  #isMapped(start: Address, end: Address): boolean {
    let at = start;
    for (const region of this.regions) {
      if (region.start > at) return false;
      if (region.end <= at) continue;
      at = region.end;
      if (at >= end) return true;
    }
    return false;
  }

  /** The range holds one that could not be read. */
  #wasAbsent(start: Address, end: Address): boolean {
    let low = 0;
    let high = this.#absent.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#absent[middle].start < start) low = middle + 1;
      else high = middle;
    }
    for (; low < this.#absent.length && this.#absent[low].start < end; low++)
      if (this.#absent[low].start + this.#absent[low].length <= end) return true;
    return false;
  }
}

/** A damaged recording may name mappings in any order, or one over the other. */
function inOrder(regions: readonly Region[]): Region[] {
  const kept: Region[] = [];
  let end = 0;
  for (const region of regions.toSorted((left, right) => left.start - right.start)) {
    if (region.start < end || region.end <= region.start || region.end > 2 ** 52) continue;
    kept.push(region);
    end = region.end;
  }
  return kept;
}
